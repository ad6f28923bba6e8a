using Longwatch.Domain;
using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Simulation;

/// <summary>The patient and the infusions.</summary>
internal static class TreatmentRows
{
    private const double SecondInfusionAfterRelapse = 0.02;
    private const int DaysToSecondInfusion = 60;
    private const double BatchNotRecorded = 0.05;

    internal static void Add(ChunkRows rows, SimulationModel model, in Subject subject, Philox random)
    {
        var (baseline, course) = (subject.Baseline, subject.Course);
        var missing = model.Plan.FollowUp.MissingItem;
        rows.Patients.Add(
            new(
                "P" + subject.Label,
                model.CentreNames[baseline.Centre],
                baseline.Sex,
                Birth(baseline, missing, random),
                baseline.Disease.Disease,
                random.NextDouble() < missing ? null : baseline.Lines,
                new(
                    Recorded(baseline.Prior.Autologous, missing, random),
                    Recorded(baseline.Prior.Allogeneic, missing, random),
                    Recorded(baseline.Prior.TotalBody, missing, random),
                    Recorded(baseline.Prior.Alkylator, missing, random)
                )
            )
        );

        var product = model.Plan.Products[baseline.Product].Code;
        rows.Infusions.Add(new("I" + subject.Label, subject.Patient, subject.On(0), product, Batch(subject, 'A', random)));
        if (course.Relapse == Course.Never || random.NextDouble() >= SecondInfusionAfterRelapse)
            return;
        var second = course.Relapse + DaysToSecondInfusion;
        if (subject.Seen(second))
            rows.Infusions.Add(new("I" + subject.Label + "-2", subject.Patient, subject.On(second), product, Batch(subject, 'B', random)));
    }

    /// <summary>Autologous products: every patient is a batch.</summary>
    private static string? Batch(in Subject subject, char series, Philox random) =>
        random.NextDouble() < BatchNotRecorded ? null : series + subject.Label;

    private static PartialDate? Birth(in Baseline baseline, double missing, Philox random)
    {
        var day = DateOnly.FromDayNumber(baseline.Day - (int)(baseline.Age * CalendarTime.DaysPerYear));
        var known = random.NextDouble();
        return known < missing / 2 ? null : PartialDate.Of(day, known < missing ? DatePrecision.Year : DatePrecision.Month);
    }

    private static Ternary Recorded(bool truth, double missing, Philox random) =>
        random.NextDouble() < missing ? Ternary.Unknown
        : truth ? Ternary.Yes
        : Ternary.No;
}
