using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>One penalised regression along its path; keeps the last solution as the start of the next.</summary>
internal sealed class LassoProblem
{
    private const int MostNewtonSteps = 200;
    private const int MostCycles = 10_000;

    /// <summary>A cycle ends when no coefficient moves the root mean square of the linear predictor by more.</summary>
    private const double Settled = 1e-12;

    private readonly SparseDesign design;
    private readonly double[] events;
    private readonly double[] trials;
    private readonly double total;
    private readonly double[] beta;
    private double intercept;

    public LassoProblem(SparseDesign design, ReadOnlySpan<double> events, ReadOnlySpan<double> trials)
    {
        if (events.Length != design.Rows || trials.Length != design.Rows)
            throw new ArgumentException("One count of events and one of trials belong to each row.", nameof(events));
        double sum = 0;
        for (var i = 0; i < events.Length; i++)
        {
            if (!(events[i] >= 0 && events[i] <= trials[i] && double.IsFinite(trials[i])))
                throw new ArgumentException($"Row {i}: events lie between 0 and the trials.", nameof(events));
            sum += events[i];
            total += trials[i];
        }

        (this.design, this.events, this.trials, beta) = (design, events.ToArray(), trials.ToArray(), new double[design.Columns]);
        Varies = sum > 0 && sum < total;
        if (Varies)
            intercept = Math.Log(sum / (total - sum));
    }

    /// <summary>True when some trials have the event and some do not.</summary>
    public bool Varies { get; }

    /// <summary>The smallest penalty that leaves every column out, before anything was fitted.</summary>
    public double LargestLambda()
    {
        var residuals = Residuals(Predictor(beta, intercept), new double[design.Rows]);
        var largest = 0.0;
        for (var j = 0; j < design.Columns; j++)
            largest = Math.Max(largest, Math.Abs(Dot(j, residuals)));
        return largest / total;
    }

    public LassoFit Fit(double lambda)
    {
        var penalty = lambda * total;
        var predictor = Predictor(beta, intercept);
        var objective = Objective(predictor, beta, penalty);
        var converged = false;
        var weights = new double[design.Rows];
        var curvatures = new double[design.Columns];
        for (var step = 0; step < MostNewtonSteps && !converged; step++)
        {
            var residuals = Residuals(predictor, weights);
            for (var j = 0; j < curvatures.Length; j++)
                curvatures[j] = Curvature(j, weights);
            var (nextBeta, nextIntercept) = Descend(residuals, weights, curvatures, penalty);
            var scale = 1.0;
            while (true)
            {
                double[] tried = [.. beta.Select((b, j) => scale == 1 ? nextBeta[j] : b + (scale * (nextBeta[j] - b)))];
                var triedIntercept = intercept + (scale * (nextIntercept - intercept));
                var triedPredictor = Predictor(tried, triedIntercept);
                var reached = Objective(triedPredictor, tried, penalty);
                if (reached <= objective + (1e-13 * Math.Abs(objective)) || scale < 1e-10)
                {
                    converged = scale == 1 && Moved(predictor, triedPredictor) < 1e-10;
                    tried.CopyTo(beta, 0);
                    (intercept, predictor, objective) = (triedIntercept, triedPredictor, reached);
                    break;
                }

                scale /= 2;
            }
        }

        var nonZero = beta.Count(b => b != 0);
        var deviance = 2 * Loss(predictor);
        return new(lambda, intercept, [.. beta], nonZero, deviance, deviance + (nonZero * Math.Log(total)), converged);
    }

    /// <summary>Minimum of the quadratic about the last point plus the penalty, by coordinates.</summary>
    private (double[] Beta, double Intercept) Descend(double[] residuals, double[] weights, double[] curvatures, double penalty)
    {
        var (b, b0, weight) = ((double[])beta.Clone(), intercept, weights.Sum());
        var active = new List<int>();
        for (var j = 0; j < b.Length; j++)
            if (b[j] != 0)
                active.Add(j);
        for (var cycle = 0; cycle < MostCycles; cycle++)
        {
            // Over the columns that are in until they settle, then once over all; done when that changes nothing either.
            while (cycle++ < MostCycles && Sweep(active) > Settled) { }

            var all = Sweep(null);
            active.Clear();
            for (var j = 0; j < b.Length; j++)
                if (b[j] != 0)
                    active.Add(j);
            if (all <= Settled)
                break;
        }

        return (b, b0);

        double Sweep(List<int>? columns)
        {
            var largest = 0.0;
            var shift = residuals.Sum() / weight;
            b0 += shift;
            for (var i = 0; i < residuals.Length; i++)
                residuals[i] -= weights[i] * shift;
            largest = Math.Abs(shift) * Math.Sqrt(weight / total);
            for (var k = 0; k < (columns?.Count ?? b.Length); k++)
            {
                var j = columns?[k] ?? k;
                if (curvatures[j] <= 0)
                    continue;
                var pull = (curvatures[j] * b[j]) + Dot(j, residuals);
                var next = Math.Abs(pull) <= penalty ? 0 : (pull - (Math.Sign(pull) * penalty)) / curvatures[j];
                var move = next - b[j];
                if (move == 0)
                    continue;
                b[j] = next;
                design.Column(j, out var rows, out var values);
                for (var i = 0; i < rows.Length; i++)
                    residuals[rows[i]] -= weights[rows[i]] * values[i] * move;
                largest = Math.Max(largest, Math.Abs(move) * Math.Sqrt(curvatures[j] / total));
            }

            return largest;
        }
    }

    /// <summary>Events less their expectation; and the weights, trials × p × (1 − p).</summary>
    private double[] Residuals(double[] predictor, double[] weights)
    {
        var residuals = new double[predictor.Length];
        for (var i = 0; i < residuals.Length; i++)
        {
            var small = Math.Exp(-Math.Abs(predictor[i]));
            var p = predictor[i] > 0 ? 1 / (1 + small) : small / (1 + small);
            residuals[i] = events[i] - (trials[i] * p);
            weights[i] = trials[i] * small / ((1 + small) * (1 + small));
        }

        return residuals;
    }

    private double[] Predictor(double[] b, double b0)
    {
        var predictor = new double[design.Rows];
        Array.Fill(predictor, b0);
        for (var j = 0; j < b.Length; j++)
            if (b[j] != 0)
            {
                design.Column(j, out var rows, out var values);
                for (var i = 0; i < rows.Length; i++)
                    predictor[rows[i]] += values[i] * b[j];
            }

        return predictor;
    }

    /// <summary>Minus the log-likelihood: trials × ln(1 + e^η) − events × η.</summary>
    private double Loss(double[] predictor)
    {
        var sum = 0.0;
        for (var i = 0; i < predictor.Length; i++)
        {
            var eta = predictor[i];
            sum += (trials[i] * (Math.Max(eta, 0) + GammaFunctions.LogOnePlus(Math.Exp(-Math.Abs(eta))))) - (events[i] * eta);
        }

        return sum;
    }

    private double Objective(double[] predictor, double[] b, double penalty)
    {
        var sum = 0.0;
        foreach (var value in b)
            sum += Math.Abs(value);
        return Loss(predictor) + (penalty * sum);
    }

    private double Moved(double[] before, double[] after)
    {
        var sum = 0.0;
        for (var i = 0; i < before.Length; i++)
            sum += trials[i] * (after[i] - before[i]) * (after[i] - before[i]);
        return Math.Sqrt(sum / total);
    }

    private double Dot(int column, double[] vector)
    {
        design.Column(column, out var rows, out var values);
        var sum = 0.0;
        for (var i = 0; i < rows.Length; i++)
            sum += values[i] * vector[rows[i]];
        return sum;
    }

    private double Curvature(int column, double[] weights)
    {
        design.Column(column, out var rows, out var values);
        var sum = 0.0;
        for (var i = 0; i < rows.Length; i++)
            sum += values[i] * values[i] * weights[rows[i]];
        return sum;
    }
}
