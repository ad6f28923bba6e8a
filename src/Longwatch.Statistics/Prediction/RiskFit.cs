using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Prediction;

/// <summary>Covariates and outcomes of some persons.</summary>
internal sealed class RiskData(IReadOnlyList<double[]> covariates, bool[] cases)
{
    public IReadOnlyList<double[]> Covariates => covariates;

    public bool[] Cases => cases;

    public int Events { get; } = cases.Count(c => c);

    public int[] Rows(Func<int, bool> keep) => [.. Enumerable.Range(0, cases.Length).Where(keep)];

    /// <summary>The named persons, in that order; one may be named more than once.</summary>
    public RiskData Of(int[] rows) =>
        new([.. covariates.Select(column => Array.ConvertAll(rows, i => column[i]))], Array.ConvertAll(rows, i => cases[i]));

    /// <summary>A fold for each person, at random, with events and non-events spread evenly.</summary>
    public int[] Folds(int count, Philox random)
    {
        var folds = new int[cases.Length];
        foreach (var outcome in new[] { true, false })
        {
            var members = Rows(i => cases[i] == outcome);
            for (var i = members.Length - 1; i > 0; i--)
            {
                var j = random.NextBelow(i + 1);
                (members[i], members[j]) = (members[j], members[i]);
            }

            for (var i = 0; i < members.Length; i++)
                folds[members[i]] = i % count;
        }

        return folds;
    }
}

/// <summary>Coefficients of one model, and the penalty that was chosen for it.</summary>
internal sealed record RiskFit(IReadOnlyList<double> Coefficients, double Penalty)
{
    private const int Penalties = 50;

    /// <summary>Null when there is no estimate.</summary>
    public static RiskFit? Of(RiskData data, RiskModelPlan plan, Philox random) =>
        plan.Kind switch
        {
            RiskModelKind.MaximumLikelihood => From(LogisticRegression.Fit(Sample(data))),
            RiskModelKind.Firth => From(FirthPrediction.InterceptCorrected(Sample(data), 0)),
            _ => Shrunk(data, plan, random),
        };

    public double[] Predict(RiskData data)
    {
        var risks = new double[data.Cases.Length];
        for (var i = 0; i < risks.Length; i++)
        {
            var logit = Coefficients[0];
            for (var j = 0; j < data.Covariates.Count; j++)
                logit += Coefficients[j + 1] * data.Covariates[j][i];
            risks[i] = 1 / (1 + Math.Exp(-logit));
        }

        return risks;
    }

    private static RiskFit? From(RegressionFit fit) => fit.Status == RegressionStatus.Estimated ? new(fit.Coefficients, 0) : null;

    private static BinomialSample Sample(RiskData data)
    {
        var ones = new double[data.Cases.Length];
        Array.Fill(ones, 1);
        return BinomialSample.OfPersons([ones, .. data.Covariates], data.Cases);
    }

    /// <summary>The penalty with the least deviance of persons left out, then the model of all at that penalty.</summary>
    private static RiskFit? Shrunk(RiskData data, RiskModelPlan plan, Philox random)
    {
        var penalties = ElasticNet.Penalties(data.Covariates, data.Cases, plan.Mix, Penalties);
        var folds = data.Folds(plan.Folds, random);
        var losses = new double[penalties.Length];
        for (var fold = 0; fold < plan.Folds; fold++)
        {
            var (kept, left) = (data.Of(data.Rows(i => folds[i] != fold)), data.Of(data.Rows(i => folds[i] == fold)));
            var path = ElasticNet.Path(kept.Covariates, kept.Cases, plan.Mix, penalties);
            for (var k = 0; k < losses.Length; k++)
                losses[k] += path[k].Status == RegressionStatus.Estimated ? Loss(path[k].Coefficients, left) : double.PositiveInfinity;
        }

        var best = 0;
        for (var k = 1; k < losses.Length; k++)
            if (losses[k] < losses[best])
                best = k;
        // The path again down to the chosen penalty, so that each fit starts near its end.
        var fit = ElasticNet.Path(data.Covariates, data.Cases, plan.Mix, penalties.AsSpan(0, best + 1))[^1];
        return fit.Status == RegressionStatus.Estimated ? new(fit.Coefficients, fit.Penalty) : null;
    }

    private static double Loss(IReadOnlyList<double> coefficients, RiskData data)
    {
        var loss = 0.0;
        for (var i = 0; i < data.Cases.Length; i++)
        {
            var logit = coefficients[0];
            for (var j = 0; j < data.Covariates.Count; j++)
                logit += coefficients[j + 1] * data.Covariates[j][i];
            var against = data.Cases[i] ? -logit : logit;
            loss += Math.Max(against, 0) + Math.Log(1 + Math.Exp(-Math.Abs(against)));
        }

        return loss;
    }
}
