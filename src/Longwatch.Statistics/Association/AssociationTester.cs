using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Association;

/// <summary>Tests variants one after the other against a model without them. Keeps its memory from variant to variant: one for each thread.</summary>
/// <remarks>
/// People whose genotype is missing are left out of that variant's test, of its null model too. A result depends on the variant and the model alone, so that it
/// is the same whatever the number of threads. Peers: plink2 <c>--glm firth</c>, SAIGE, REGENIE. Checked against logistf (G12: coefficients 1e-8,
/// p 1e-8), SPAtest (G07, G12), plink2 (G12), and <see cref="Regression.LogisticRegression"/>.
/// </remarks>
public sealed class AssociationTester
{
    private readonly AssociationNull model;
    private readonly VariantLikelihood likelihood;
    private readonly VariantFit held;
    private readonly VariantFit full;
    private readonly SaddlepointTail saddlepoint;
    private readonly int terms;

    /// <summary>A tester for one thread.</summary>
    /// <exception cref="ArgumentException">The model was not estimated.</exception>
    public AssociationTester(AssociationNull model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Status != AssociationStatus.Estimated)
            throw new ArgumentException($"The model without a variant was not estimated: {model.Status}.", nameof(model));
        this.model = model;
        terms = model.Covariates + 2;
        likelihood = new(model);
        (held, full) = (new(likelihood, terms), new(likelihood, terms));
        saddlepoint = new(model.Everybody);
    }

    /// <summary>Tests one variant.</summary>
    /// <param name="packed">Two bits a person (<see cref="PackedGenotypes"/>), in the order of the model's people.</param>
    public VariantAssociation Test(ReadOnlySpan<byte> packed, ScanOptions options)
    {
        likelihood.Load(packed[..PackedGenotypes.Bytes(model.People)]);
        return Test(options);
    }

    /// <summary>Tests a score, such as a gene's burden.</summary>
    /// <param name="values">One number a person, in the order of the model's people; NaN is missing.</param>
    public VariantAssociation Test(ReadOnlySpan<double> values, ScanOptions options)
    {
        if (values.Length != model.People)
            throw new ArgumentException($"{model.People} people but {values.Length} values.", nameof(values));
        likelihood.Load(values);
        return Test(options);
    }

    /// <summary>Profile penalised-likelihood interval of the log odds ratio per copy; NaN where there is no estimate.</summary>
    /// <param name="level">Confidence level.</param>
    public Interval Interval(ReadOnlySpan<byte> packed, double level)
    {
        likelihood.Load(packed[..PackedGenotypes.Bytes(model.People)]);
        return Interval(level);
    }

    /// <summary>As above, of a score.</summary>
    public Interval Interval(ReadOnlySpan<double> values, double level)
    {
        likelihood.Load(values);
        return Interval(level);
    }

    private VariantAssociation Test(ScanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var rows = likelihood.Rows;
        if (rows.Cases == 0 || rows.Cases == rows.People)
            return Without(AssociationStatus.OneOutcome);
        if (!rows.Varies)
            return Without(AssociationStatus.NoVariation);
        StartAt(held, model.Likelihood);
        if (!ScoreFit())
            return Without(AssociationStatus.Collinear);
        var (score, normal) = Score();
        var saddle = Math.Abs(score) > options.SaddlepointBeyond ? Saddlepoint(score, options.Saddlepoint) : normal;
        var result = Without(AssociationStatus.Estimated) with
        {
            Score = score,
            ScoreP = normal,
            SaddlepointP = saddle,
            Test = double.IsNaN(saddle) ? AssociationTest.Score : AssociationTest.Saddlepoint,
        };
        return Math.Min(normal, double.IsNaN(saddle) ? normal : saddle) <= options.FirthBelow ? Firth(result, options) : result;
    }

    private VariantAssociation Firth(VariantAssociation result, ScanOptions options)
    {
        // The information of the score test serves for the leverages of the first step.
        StartAt(held, model.Penalised);
        var exact = !likelihood.Rows.IsSparse;
        if (!held.Maximise(held: true, penalised: true, exact: false))
            return result with { Status = AssociationStatus.NoConvergence };
        SmallCholesky.Solve(likelihood.Lower, terms, terms, likelihood.Score, full.Beta);
        var largest = full.Beta.Max(Math.Abs);
        for (var j = 0; j < terms; j++)
            full.Beta[j] = held.Beta[j] + (full.Beta[j] * Math.Min(1, 2 / Math.Max(2, largest)));
        if (!full.Maximise(held: false, penalised: true, exact: false))
            return result with { Status = AssociationStatus.NoConvergence };
        var p = P();
        if (p <= options.ExactBelow)
        {
            exact = true;
            if (!held.Maximise(held: true, penalised: true, exact) || !full.Maximise(held: false, penalised: true, exact))
                return result with { Status = AssociationStatus.NoConvergence };
            p = P();
        }

        return result with
        {
            Beta = full.Beta[^1],
            StandardError = StandardError(),
            FirthP = p,
            Test = exact ? AssociationTest.Firth : AssociationTest.FirthExpanded,
        };
    }

    private double P() => ChiSquared.Survival(1, Math.Max(0, 2 * (full.Value - held.Value)));

    /// <summary>From the inverse factor of the information: the last row of the inverse is its last column times itself.</summary>
    private double StandardError() => Math.Abs(likelihood.Form[^1]);

    private static void StartAt(VariantFit fit, double[] coefficients)
    {
        coefficients.CopyTo(fit.Beta.AsSpan());
        fit.Beta[^1] = 0;
    }

    /// <summary>The plain model without the variant among the people whose genotype is known; for everybody it is known already.</summary>
    private bool ScoreFit() =>
        likelihood.Rows.MissingPeople == 0
            ? likelihood.At(held.Beta, penalised: false, exact: false)
            : held.Maximise(held: true, penalised: false, exact: false) && likelihood.At(held.Beta, penalised: false, exact: false);

    /// <summary>Efficient score over its deviation: the last pivot of the factor is the variance left by the covariates.</summary>
    private (double Score, double P) Score()
    {
        Span<double> solved = stackalloc double[terms];
        var score = likelihood.Score[^1];
        SmallCholesky.Solve(likelihood.Lower, terms, terms - 1, likelihood.Score, solved);
        for (var j = 0; j < terms - 1; j++)
            score -= likelihood.Information[((terms - 1) * terms) + j] * solved[j];
        var z = score / likelihood.Lower[^1];
        return (z, ChiSquared.Survival(1, z * z));
    }

    private double Saddlepoint(double score, SaddlepointOptions options)
    {
        Span<double> projection = stackalloc double[terms];
        SmallCholesky.Solve(likelihood.Lower, terms, terms - 1, likelihood.Information.Slice((terms - 1) * terms, terms - 1), projection);
        projection[^1] = 0;
        var deviation = likelihood.Lower[^1];
        likelihood.Rows.FillEverybody();
        saddlepoint.Load(likelihood.Rows.Everybody, held.Beta, projection[..^1]);
        saddlepoint.Choose(options, likelihood.Rows.Everybody, likelihood.Rows.WithoutRarer);
        return saddlepoint.P(score * deviation, deviation) is { } p && p > 0 ? p : double.NaN;
    }

    private Interval Interval(double level)
    {
        ConfidenceLevel.Tail(level);
        var rows = likelihood.Rows;
        StartAt(full, model.Penalised);
        if (rows.Cases == 0 || rows.Cases == rows.People || !rows.Varies || !likelihood.At(full.Beta, penalised: false, exact: true))
            return new(double.NaN, double.NaN);
        if (!full.Maximise(held: false, penalised: true, exact: true))
            return new(double.NaN, double.NaN);
        var drop = ChiSquared.Quantile(1, level) / 2;
        var (estimate, error, top) = (full.Beta[^1], StandardError(), full.Value);
        full.Beta.CopyTo(held.Beta.AsSpan());
        double Above(double value)
        {
            held.Beta[^1] = value;
            if (held.Maximise(held: true, penalised: true, exact: true))
                return held.Value - (top - drop);
            full.Beta.CopyTo(held.Beta.AsSpan());
            return double.NaN;
        }

        return new(Limit(-1), Limit(1));

        double Limit(int side)
        {
            var (inner, step) = (estimate, Math.Max(error, 1e-6));
            for (var i = 0; i < 40; i++, step *= 1.6)
            {
                var outer = inner + (side * step);
                var value = Above(outer);
                if (double.IsNaN(value))
                    return side * double.PositiveInfinity;
                if (value < 0)
                    return SignChange.Find(Above, inner, outer, 1e-11);
                inner = outer;
            }

            return side * double.PositiveInfinity;
        }
    }

    private VariantAssociation Without(AssociationStatus status)
    {
        var rows = likelihood.Rows;
        return new(
            status,
            rows.People,
            rows.Cases,
            rows.Copies.All,
            rows.Copies.Cases,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            double.NaN,
            AssociationTest.None
        );
    }
}
