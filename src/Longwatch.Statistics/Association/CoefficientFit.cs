namespace Longwatch.Statistics.Association;

/// <summary>Newton's method for the model without a variant.</summary>
internal sealed class CoefficientFit
{
    private const int MostSteps = 200;
    private const double Largest = 5;

    private readonly AssociationNull model;
    private readonly LogisticPass pass;
    private readonly int terms;

    public CoefficientFit(AssociationNull model) =>
        (this.model, pass, terms) = (model, new(model.Covariates, model.People), model.Covariates + 1);

    /// <summary>Why there is no maximum.</summary>
    public AssociationStatus Failure { get; private set; } = AssociationStatus.NoConvergence;

    /// <summary>The coefficients at the maximum; null when there is none.</summary>
    public double[]? Maximise(bool penalised)
    {
        var everybody = model.Everybody;
        var counted = everybody.Present.Sum();
        if (model.Cases == 0 || model.Cases >= counted)
        {
            Failure = AssociationStatus.OneOutcome;
            return null;
        }

        var target = new double[terms];
        foreach (var row in model.CaseRows)
            for (var j = 0; j < terms; j++)
                target[j] += j == 0 ? 1 : everybody.Columns[((j - 1) * everybody.Stride) + row];
        var beta = new double[terms];
        beta[0] = Math.Log(model.Cases / (counted - model.Cases));
        var (lower, form, step, score) = (new double[terms * terms], new double[terms * terms], new double[terms], new double[terms]);
        var before = double.NegativeInfinity;
        double[] last = beta;
        for (var i = 0; i < MostSteps; i++)
        {
            pass.Clear(terms);
            pass.Weigh(everybody, beta, subtract: false);
            if (!SmallCholesky.Factor(pass.Information, terms, lower))
            {
                Failure = i == 0 ? AssociationStatus.Collinear : AssociationStatus.NoConvergence;
                return null;
            }

            var likelihood = -pass.LogSum + (penalised ? SmallCholesky.LogDeterminant(lower, terms) / 2 : 0);
            for (var j = 0; j < terms; j++)
                likelihood += target[j] * beta[j];
            if (likelihood < before - (1e-12 * Math.Abs(before)))
            {
                beta = [.. beta.Zip(last, (x, y) => (x + y) / 2)];
                continue;
            }

            SmallCholesky.InvertLower(lower, terms, form);
            pass.Balance(everybody, penalised ? form : [], subtract: false);
            for (var j = 0; j < terms; j++)
                score[j] = target[j] - pass.Residual[j];
            SmallCholesky.Solve(lower, terms, terms, score, step);
            var scale = Math.Min(1, Largest / Math.Max(Largest, step.Max(Math.Abs)));
            (before, last) = (likelihood, beta);
            beta = [.. beta.Zip(step, (b, s) => b + (scale * s))];
            if (step.Max(Math.Abs) < 1e-13 * Math.Max(1, beta.Max(Math.Abs)) || (i > 30 && step.Max(Math.Abs) < 1e-11))
                return beta;
            if (beta.Any(b => Math.Abs(b) > 500))
                break;
        }

        return null;
    }
}
