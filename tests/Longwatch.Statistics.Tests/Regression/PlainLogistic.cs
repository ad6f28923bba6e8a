using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Regression;

/// <summary>The plain row-by-row version of logistic regression and Firth's method, and profile limits by search: the oracle of the fast one.</summary>
internal static class PlainLogistic
{
    private const int MostSteps = 500;

    public static RegressionFit Fit(IReadOnlyList<double[]> design, IReadOnlyList<double> events, IReadOnlyList<double> trials) =>
        new Problem(design, events, trials, false).Maximum(-1, 0);

    public static RegressionFit Firth(IReadOnlyList<double[]> design, IReadOnlyList<double> events, IReadOnlyList<double> trials) =>
        new Problem(design, events, trials, true).Maximum(-1, 0);

    public static double FirthP(IReadOnlyList<double[]> design, IReadOnlyList<double> events, IReadOnlyList<double> trials, int column)
    {
        var problem = new Problem(design, events, trials, true);
        var (full, held) = (problem.Maximum(-1, 0), problem.Maximum(column, 0));
        return full.Status == RegressionStatus.Estimated && held.Status == RegressionStatus.Estimated
            ? ChiSquared.Survival(1, Math.Max(0, 2 * (full.LogLikelihood - held.LogLikelihood)))
            : double.NaN;
    }

    public static Interval FirthInterval(
        IReadOnlyList<double[]> design,
        IReadOnlyList<double> events,
        IReadOnlyList<double> trials,
        int column,
        double level
    )
    {
        ConfidenceLevel.Tail(level);
        var problem = new Problem(design, events, trials, true);
        var full = problem.Maximum(-1, 0);
        if (full.Status != RegressionStatus.Estimated)
            return new(double.NaN, double.NaN);
        var drop = ChiSquared.Quantile(1, level) / 2;
        double Above(double value) => problem.Maximum(column, value).LogLikelihood - (full.LogLikelihood - drop);
        return new(Limit(-1), Limit(1));

        double Limit(int side)
        {
            var inner = full.Coefficients[column];
            var step = Math.Max(full.StandardError(column), 1e-8);
            for (var i = 0; i < 60; i++, step *= 1.6)
            {
                var outer = inner + (side * step);
                var value = Above(outer);
                if (double.IsNaN(value))
                    return side * double.PositiveInfinity;
                if (value < 0)
                    return SignChange.Find(Above, inner, outer, 1e-12);
                inner = outer;
            }

            return side * double.PositiveInfinity;
        }
    }

    private sealed class Problem
    {
        private readonly IReadOnlyList<double[]> design;
        private readonly IReadOnlyList<double> events;
        private readonly IReadOnlyList<double> trials;
        private readonly bool firth;
        private readonly int columns;

        public Problem(IReadOnlyList<double[]> design, IReadOnlyList<double> events, IReadOnlyList<double> trials, bool firth)
        {
            if (events.Count != design.Count || trials.Count != design.Count)
                throw new ArgumentException("One count of events and one of trials belong to each row.", nameof(events));
            if (events.Zip(trials).Any(pair => !(pair.First >= 0 && pair.First <= pair.Second && double.IsFinite(pair.Second))))
                throw new ArgumentException("Events lie between 0 and the trials.", nameof(events));
            (this.design, this.events, this.trials, this.firth) = (design, events, trials, firth);
            columns = design.Count == 0 ? 0 : design[0].Length;
        }

        /// <summary>The maximum, with one coefficient held at a value (<paramref name="held"/> −1: none).</summary>
        public RegressionFit Maximum(int held, double value)
        {
            if (design.Count < 1 || columns == 0 || trials.Sum() == 0)
                return RegressionFit.None(RegressionStatus.Singular, columns);
            var beta = new double[columns];
            if (held >= 0)
                beta[held] = value;
            if (At(beta) is not { } here)
                return RegressionFit.None(RegressionStatus.Singular, columns);
            for (var step = 0; step < MostSteps; step++)
            {
                var move = Move(here, held);
                if (move is null)
                    return RegressionFit.None(RegressionStatus.NoFiniteMaximum, columns);
                // A step of more than 5 on the logit scale overshoots far more often than it helps (as in logistf).
                var scale = Math.Min(1, 5 / Math.Max(5, move.Max(Math.Abs)));
                Point? next;
                double[] tried;
                do
                {
                    tried = [.. beta.Select((b, j) => b + (scale * move[j]))];
                    next = At(tried);
                    scale /= 2;
                } while (
                    (next is null || !(next.LogLikelihood >= here.LogLikelihood - (1e-12 * Math.Abs(here.LogLikelihood)))) && scale > 1e-10
                );

                if (next is null)
                    return RegressionFit.None(RegressionStatus.NoFiniteMaximum, columns);
                var settled = beta.Zip(tried).All(p => Math.Abs(p.First - p.Second) <= 1e-12 * Math.Max(1, Math.Abs(p.Second)));
                (beta, here) = (tried, next);
                if (settled)
                    return Result(beta, here);
                if (beta.Any(b => Math.Abs(b) > 500))
                    break;
            }

            return RegressionFit.None(RegressionStatus.NoFiniteMaximum, columns);
        }

        private double[]? Move(Point here, int held)
        {
            if (held < 0)
                return here.Factor.Solve(here.Score);
            var (score, information) = ((double[])here.Score.Clone(), (double[,])here.Information.Clone());
            score[held] = 0;
            for (var j = 0; j < columns; j++)
                information[held, j] = information[j, held] = j == held ? 1 : 0;
            return Positive.Factor(information)?.Solve(score);
        }

        private double Probability(double[] row, double[] beta)
        {
            var sum = 0.0;
            for (var j = 0; j < columns; j++)
                sum += row[j] * beta[j];
            return 1 / (1 + Math.Exp(-sum));
        }

        private Point? At(double[] beta)
        {
            var p = design.Select(row => Probability(row, beta)).ToArray();
            var information = new double[columns, columns];
            var likelihood = 0.0;
            for (var i = 0; i < p.Length; i++)
            {
                var weight = trials[i] * p[i] * (1 - p[i]);
                likelihood += events[i] == 0 ? 0 : events[i] * Math.Log(p[i]);
                likelihood += trials[i] - events[i] == 0 ? 0 : (trials[i] - events[i]) * Math.Log(1 - p[i]);
                for (var j = 0; j < columns; j++)
                for (var k = 0; k < columns; k++)
                    information[j, k] += weight * design[i][j] * design[i][k];
            }

            if (Positive.Factor(information) is not { } factor || !double.IsFinite(likelihood))
                return null;
            var score = new double[columns];
            for (var i = 0; i < p.Length; i++)
            {
                var residual = events[i] - (trials[i] * p[i]);
                if (firth)
                    // The leverage of the row pulls its probability towards one half.
                    residual += trials[i] * p[i] * (1 - p[i]) * factor.InverseForm(design[i]) * (0.5 - p[i]);
                for (var j = 0; j < columns; j++)
                    score[j] += residual * design[i][j];
            }

            return new(likelihood + (firth ? factor.LogDeterminant / 2 : 0), score, information, factor);
        }

        private RegressionFit Result(double[] beta, Point here)
        {
            double deviance = 0,
                pearson = 0;
            for (var i = 0; i < design.Count; i++)
            {
                var mean = trials[i] * Probability(design[i], beta);
                var (x, rest) = (events[i], trials[i] - events[i]);
                deviance += 2 * ((x == 0 ? 0 : x * Math.Log(x / mean)) + (rest == 0 ? 0 : rest * Math.Log(rest / (trials[i] - mean))));
                pearson += trials[i] == 0 ? 0 : (x - mean) * (x - mean) * trials[i] / (mean * (trials[i] - mean));
            }

            return new(
                RegressionStatus.Estimated,
                beta,
                here.Factor.Inverse(),
                here.LogLikelihood,
                deviance,
                design.Count > columns ? pearson / (design.Count - columns) : double.NaN
            );
        }

        private sealed record Point(double LogLikelihood, double[] Score, double[,] Information, Positive Factor);
    }
}
