namespace Longwatch.Statistics.Association;

/// <summary>Firth's penalised logistic likelihood of covariates and one variant at a point, with score and information; the terms end with the variant.</summary>
internal sealed class VariantLikelihood
{
    /// <summary>Largest error of the likelihood that is taken from the expansion.</summary>
    private const double Tolerance = 1e-9;

    private readonly AssociationNull model;
    private readonly LogisticPass pass;
    private readonly VariantRows rows;
    private readonly int terms;
    private readonly double[] target;
    private readonly double[] delta;
    private readonly double[] powers;
    private readonly double[] derivatives;

    public VariantLikelihood(AssociationNull model)
    {
        this.model = model;
        terms = model.Covariates + 2;
        pass = new(model.Covariates, model.People + 1);
        rows = new(model);
        (target, delta) = (new double[terms], new double[terms - 1]);
        (Lower, Form, Score) = (new double[terms * terms], new double[terms * terms], new double[terms]);
        (powers, derivatives) = (new double[model.Tables?.Powers ?? 0], new double[model.Tables?.Rows ?? 0]);
    }

    public VariantRows Rows => rows;

    /// <summary>The penalised log-likelihood, or the plain one.</summary>
    public double Value { get; private set; }

    /// <summary>Derivatives of the value.</summary>
    public double[] Score { get; }

    /// <summary>Lower Cholesky factor of the information.</summary>
    public double[] Lower { get; }

    /// <summary>Its inverse.</summary>
    public double[] Form { get; }

    public ReadOnlySpan<double> Information => pass.Information;

    /// <summary>True when the last evaluation went over everybody.</summary>
    public bool WasExact { get; private set; }

    public void Load(ReadOnlySpan<byte> packed) => rows.Load(packed, target);

    public void Load(ReadOnlySpan<double> values) => rows.Load(values, target);

    /// <summary>Σ of each term over the cases.</summary>
    public ReadOnlySpan<double> Target => target;

    /// <summary>Evaluates at a point. False when the information is singular or the value is no number.</summary>
    /// <param name="exact">Over everybody in any case.</param>
    public bool At(ReadOnlySpan<double> beta, bool penalised, bool exact)
    {
        var expansion = exact || !rows.IsSparse ? null : Expand(beta);
        WasExact = expansion is null;
        if (expansion is null)
        {
            rows.FillEverybody();
            pass.Clear(terms);
            pass.Weigh(rows.Everybody, beta, subtract: false);
        }

        if (!SmallCholesky.Factor(pass.Information, terms, Lower))
            return false;
        SmallCholesky.InvertLower(Lower, terms, Form);
        var form = penalised ? Form : [];
        pass.Balance(WasExact ? rows.Everybody : rows.Listed, form, subtract: !WasExact);
        expansion?.Balance(pass, form, derivatives);
        Value = (penalised ? SmallCholesky.LogDeterminant(Lower, terms) / 2 : 0) - pass.LogSum;
        for (var j = 0; j < terms; j++)
        {
            Value += target[j] * beta[j];
            Score[j] = target[j] - pass.Residual[j];
        }

        return double.IsFinite(Value);
    }

    /// <summary>Weighs carriers, and everybody through the expansion; null where that is too far away to be exact enough.</summary>
    private NullExpansion? Expand(ReadOnlySpan<double> beta)
    {
        if (model.Near(beta[0] - model.Penalised[0], out var distance) is not { } expansion)
            return null;
        delta[0] = distance;
        var reach = Math.Abs(distance);
        for (var j = 1; j < delta.Length; j++)
        {
            delta[j] = beta[j] - model.Penalised[j];
            reach += Math.Abs(delta[j]) * model.Extremes[j - 1];
        }

        if (reach > NullExpansion.Reach)
            return null;
        pass.Clear(terms);
        if (expansion.Weigh(pass, delta, powers, derivatives) > Tolerance)
            return null;
        pass.Weigh(rows.Listed, beta, subtract: true);
        return expansion;
    }
}
