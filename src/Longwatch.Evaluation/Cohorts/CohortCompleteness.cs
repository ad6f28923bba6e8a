using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Completeness of the variables of a patient-level set; baseline variables over infused patients, test variables over what they apply to.</summary>
internal static class CohortCompleteness
{
    /// <summary>A patient not known to be dead, last heard of longer ago than this before the data lock, counts as lost.</summary>
    public const int LostAfterDays = 365;

    public static ImmutableArray<Completeness> Of(CohortStudy study)
    {
        var cohort = study.Cohort;
        var times = study.Times;
        var baseline = Baseline(study);
        var infusions = cohort.Infusions;
        var catalogue = study.Reference.Products.Select(p => p.Code).ToHashSet(StringComparer.Ordinal);
        var tCell = TCellNeoplasms(study);
        var collected = new HashSet<int>();
        foreach (var s in cohort.Specimens)
            if (s is { Type: SpecimenType.Tumour, Neoplasm: { } n })
                collected.Add(n);
        var tumour = cohort.Specimens.Where(s => s.Type == SpecimenType.Tumour).ToArray();
        var valid = cohort.Tests.Where(t => t.Status == TestStatus.Valid).ToArray();
        var detected = valid.Where(t => t.Result == TestResult.Detected).ToArray();
        return
        [
            .. baseline,
            Of("infusions", "product in the catalogue", infusions, i => catalogue.Contains(i.Product)),
            Of("infusions", "batch", infusions, i => i.Batch is not null),
            new("visits", "vital status within a year before the data lock", Followed(study), 0, times.Infused.Count(i => i)),
            Of("neoplasms", "topography", cohort.Neoplasms, n => n.Topography is not null),
            Of("neoplasms", "clonal comparison with the index disease", cohort.Neoplasms, n => n.ClonallyUnrelated != Ternary.Unknown),
            Of("specimens", "tumour specimen of a secondary T-cell malignancy", tCell, collected.Contains),
            Of("specimens", "tumour fraction of tumour specimens", tumour, s => s.TumourFraction is not null),
            Of("specimens", "collection date", cohort.Specimens, s => s.Collected is not null),
            Of("tests", "valid result, of tests offered", cohort.Tests, t => t.Status == TestStatus.Valid),
            Of("tests", "limit of detection of valid tests", valid, t => t.LimitOfDetection is not null),
            Of("tests", "copies per cell of positive tests", detected, t => t.CopiesPerCell is not null),
            Of("tests", "vector clonality of positive tests", detected, t => t.VectorClonal != Ternary.Unknown),
        ];
    }

    /// <summary>Neoplasm indices of the first secondary T-cell malignancy of each patient.</summary>
    public static int[] TCellNeoplasms(CohortStudy study) =>
        [
            .. Enumerable
                .Range(0, study.Times.SecondaryTCell.Length)
                .Where(p => study.Times.SecondaryTCell[p] != CohortTimes.None)
                .Select(p => study.Times.SecondaryTCellNeoplasm[p]),
        ];

    private static int Followed(CohortStudy study)
    {
        var times = study.Times;
        var followed = 0;
        for (var p = 0; p < times.Infused.Length; p++)
        {
            if (!times.Infused[p])
                continue;
            var silent = study.Cohort.DataLock.DayNumber - (times.InfusionDay[p].DayNumber + times.Exit[p]);
            followed += times.Death[p] != CohortTimes.None || silent <= LostAfterDays ? 1 : 0;
        }

        return followed;
    }

    private static Completeness[] Baseline(CohortStudy study)
    {
        (string Variable, Func<Patient, bool> Known)[] variables =
        [
            ("birth_date", p => p.Birth is not null),
            ("sex", p => p.Sex != Sex.Unknown),
            ("index_disease", p => p.IndexDisease != IndexDisease.Unknown),
            ("prior_lines", p => p.PriorLines is not null),
            ("prior_autologous_transplant", p => p.Prior.AutologousTransplant != Ternary.Unknown),
            ("prior_allogeneic_transplant", p => p.Prior.AllogeneicTransplant != Ternary.Unknown),
            ("prior_tbi", p => p.Prior.TotalBodyIrradiation != Ternary.Unknown),
            ("prior_alkylator", p => p.Prior.Alkylator != Ternary.Unknown),
        ];
        var known = new int[variables.Length];
        var infused = 0;
        for (var p = 0; p < study.Cohort.Patients.Length; p++)
        {
            if (!study.Times.Infused[p])
                continue;
            infused++;
            for (var v = 0; v < variables.Length; v++)
                known[v] += variables[v].Known(study.Cohort.Patients[p]) ? 1 : 0;
        }

        return [.. variables.Select((v, i) => new Completeness("patients", v.Variable, known[i], 0, infused))];
    }

    private static Completeness Of<T>(string file, string variable, IReadOnlyCollection<T> rows, Func<T, bool> known) =>
        new(file, variable, rows.Count(known), 0, rows.Count);
}
