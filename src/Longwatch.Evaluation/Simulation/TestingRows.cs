using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Simulation;

/// <summary>Specimens of a secondary T-cell malignancy, and the transgene tests that were offered.</summary>
internal static class TestingRows
{
    private const double FractionAssessed = 0.8;
    private const double ApheresisKept = 0.4;

    internal static void Add(ChunkRows rows, SimulationModel model, in Subject subject, in TrueNeoplasm truth, Philox random)
    {
        var plan = model.Plan.Testing;
        var day = subject.Course.TCell;
        var diagnosed = subject.On(day);
        var late = diagnosed >= plan.Alert;
        var fraction = random.NextBeta(plan.TumourFraction.Alpha, plan.TumourFraction.Beta);
        var offered = random.NextDouble() < (late ? plan.OfferedAfterAlert : plan.OfferedBeforeAlert);
        var odds = plan.PerformedLogOdds(
            model.Plan.Products[subject.Baseline.Product].Code,
            subject.Baseline.Centre < model.Plan.LargeCentres,
            late,
            day <= CalendarTime.DaysPerYear
        );
        var performed = offered && random.NextDouble() < 1 / (1 + Math.Exp(-odds));
        var result = Later(diagnosed, plan, random);
        performed &= result <= model.Plan.DataLock;

        var specimen = rows.Specimens.Count;
        rows.Specimens.Add(
            new(
                $"S{subject.Label}-1",
                subject.Patient,
                rows.Neoplasms.Count - 1,
                SpecimenType.Tumour,
                diagnosed,
                performed ? CustodyStatus.Received
                    : offered ? CustodyStatus.Stored
                    : CustodyStatus.Collected,
                performed ? "reference laboratory" : "pathology of the centre",
                random.NextDouble() < FractionAssessed ? Math.Round(fraction, 2) : null
            )
        );
        if (random.NextDouble() < ApheresisKept)
            rows.Specimens.Add(
                new(
                    $"S{subject.Label}-2",
                    subject.Patient,
                    null,
                    SpecimenType.Apheresis,
                    subject.On(-30),
                    CustodyStatus.Stored,
                    "manufacturer",
                    null
                )
            );
        if (!offered)
            return;

        var copies = (truth.CopiesPerMalignantCell * fraction) + truth.BystanderCopies;
        var assay = DrawAssay(plan, random);
        if (!performed)
        {
            rows.Tests.Add(
                new(
                    $"T{subject.Label}-1",
                    specimen,
                    null,
                    assay.Code,
                    TestStatus.NotPerformed,
                    TestResult.None,
                    null,
                    null,
                    Ternary.Unknown
                )
            );
            return;
        }

        var failed = random.NextDouble() < plan.Failure;
        rows.Tests.Add(
            failed
                ? new($"T{subject.Label}-1", specimen, result, assay.Code, TestStatus.Failed, TestResult.None, null, null, Ternary.Unknown)
                : Valid(new($"T{subject.Label}-1", specimen, result, assay), plan, truth, copies, random)
        );
        if (!failed || random.NextDouble() >= plan.Repeated)
            return;
        var again = Later(result, plan, random);
        if (again <= model.Plan.DataLock && random.NextDouble() >= plan.Failure)
            rows.Tests.Add(Valid(new($"T{subject.Label}-2", specimen, again, DrawAssay(plan, random)), plan, truth, copies, random));
    }

    private static TransgeneTest Valid(in Performed test, TestingPlan plan, in TrueNeoplasm truth, double copies, Philox random)
    {
        var limit = test.Assay.LimitOfDetection;
        var detected = random.NextDouble() < plan.Sensitivity && random.NextDouble() < 1 - Math.Pow(0.05, copies / limit);
        var clonal =
            detected && random.NextDouble() < plan.ClonalityExamined
                ? truth.Origin == NeoplasmOrigin.TransgeneDriven
                    ? Ternary.Yes
                    : Ternary.No
                : Ternary.Unknown;
        double? measured = detected ? Math.Round(copies * Math.Exp(0.1 * random.NextNormal()), 4) : null;
        return new(
            test.Id,
            test.Specimen,
            test.Date,
            test.Assay.Code,
            TestStatus.Valid,
            detected ? TestResult.Detected : TestResult.NotDetected,
            measured,
            limit,
            clonal
        );
    }

    private static DateOnly Later(DateOnly day, TestingPlan plan, Philox random) =>
        day.AddDays((int)(plan.ShortestDays + Math.Min(3650, plan.MeanFurtherDays * random.NextExponential())));

    private static AssayPlan DrawAssay(TestingPlan plan, Philox random)
    {
        Span<double> shares = stackalloc double[plan.Assays.Length];
        for (var i = 0; i < shares.Length; i++)
            shares[i] = plan.Assays[i].Share;
        return plan.Assays[random.NextCategory(shares)];
    }

    private readonly record struct Performed(string Id, int Specimen, DateOnly Date, AssayPlan Assay);
}
