using Longwatch.Domain;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Treatment;
using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Simulation;

/// <summary>Neoplasms of which the registry hears: second primaries, and relapses of the index disease proven by biopsy.</summary>
internal static class NeoplasmRows
{
    private const double BiopsiedRelapse = 0.08;
    private const double LineageSwitchInLeukaemia = 0.1;
    private const double ClonalityCompared = 0.5;

    internal static void Add(ChunkRows rows, SimulationModel model, in Subject subject, Philox random)
    {
        var plan = model.Plan;
        var number = 0;
        if (subject.Course.Relapse != Course.Never && subject.Seen(subject.Course.Relapse) && random.NextDouble() < BiopsiedRelapse)
            AddRelapse(rows, subject, number++, random);

        var ratio = subject.Baseline.PriorRatio(plan.PriorEffects);
        foreach (var kind in plan.OtherPrimaries)
        {
            var day = Course.Days(random.NextExponential() / (kind.Hazard(subject.Baseline.Age) * ratio));
            if (day == 0 || day >= subject.Course.Death || !subject.Seen(day))
                continue;
            AddSecondPrimary(rows, subject, new(number++, day, kind.Lineage), random);
            rows.Truth.Add(new(NeoplasmOrigin.Background, 0, 0, Onset(subject, day, plan.TCell.MeanLeadDays, random)));
        }

        if (subject.Course.TCell != Course.Never && subject.Seen(subject.Course.TCell))
            AddTCell(rows, model, subject, number, random);
    }

    private static void AddTCell(ChunkRows rows, SimulationModel model, in Subject subject, int number, Philox random)
    {
        var testing = model.Plan.Testing;
        var day = subject.Course.TCell;
        AddSecondPrimary(rows, subject, new(number, day, Lineage.TCell), random);
        var onset = Onset(subject, day, model.Plan.TCell.MeanLeadDays, random);
        var bystanders =
            random.NextDouble() < testing.Bystanders
                ? testing.BystanderMedianCopies * Math.Exp(testing.BystanderLogSd * random.NextNormal())
                : 0;
        var truth = subject.Course.TransgeneDriven
            ? new TrueNeoplasm(
                NeoplasmOrigin.TransgeneDriven,
                1 + random.NextPoisson(testing.ExtraCopies),
                bystanders,
                onset < subject.On(0) ? subject.On(0) : onset
            )
            : new TrueNeoplasm(NeoplasmOrigin.Background, 0, bystanders, onset);
        rows.Truth.Add(truth);
        TestingRows.Add(rows, model, subject, truth, random);
    }

    private static void AddSecondPrimary(ChunkRows rows, in Subject subject, in SecondPrimary found, Philox random)
    {
        var (morphology, topography) = NeoplasmCodes.Draw(found.Lineage, subject.Baseline.Sex, random);
        rows.Neoplasms.Add(
            new(
                $"N{subject.Label}-{found.Number + 1}",
                subject.Patient,
                subject.On(found.Day),
                morphology,
                topography,
                found.Lineage,
                NeoplasmRelation.SecondPrimary,
                random.NextDouble() < ClonalityCompared ? Ternary.Yes : Ternary.Unknown
            )
        );
    }

    private static void AddRelapse(ChunkRows rows, in Subject subject, int number, Philox random)
    {
        var disease = subject.Baseline.Disease.Disease;
        var (morphology, lineage) = NeoplasmCodes.Of(disease);
        var switched = disease == IndexDisease.AcuteLymphoblasticLeukaemia && random.NextDouble() < LineageSwitchInLeukaemia;
        rows.Neoplasms.Add(
            new(
                $"N{subject.Label}-{number + 1}",
                subject.Patient,
                subject.On(subject.Course.Relapse),
                switched ? "9861/3" : morphology,
                switched || lineage == Lineage.PlasmaCell ? "C42.1" : "C77.9",
                switched ? Lineage.Myeloid : lineage,
                switched ? NeoplasmRelation.LineageSwitch : NeoplasmRelation.Relapse,
                Ternary.No
            )
        );
        rows.Truth.Add(new(NeoplasmOrigin.IndexDisease, 0, 0, subject.On(subject.Course.Relapse)));
    }

    private static DateOnly Onset(in Subject subject, int day, double meanLead, Philox random)
    {
        var lead = Math.Min(meanLead * random.NextExponential(), subject.Baseline.Age * 180);
        return subject.On(0).AddDays(day - (int)lead);
    }

    private readonly record struct SecondPrimary(int Number, int Day, Lineage Lineage);
}
