using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Treatment;
using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Simulation;

/// <summary>ICD-O-3 morphology and topography of simulated neoplasms; the shares are equal, since only the lineage matters to an evaluation.</summary>
internal static class NeoplasmCodes
{
    // peripheral T-cell lymphoma NOS, cutaneous T-cell lymphoma NOS, anaplastic large cell lymphoma, angioimmunoblastic, T-LGL leukaemia, intestinal
    private static readonly (string, string)[] TCell =
    [
        ("9702/3", "C77.9"),
        ("9709/3", "C44.5"),
        ("9714/3", "C77.9"),
        ("9705/3", "C77.8"),
        ("9831/3", "C42.1"),
        ("9717/3", "C17.9"),
    ];

    // myelodysplastic neoplasm NOS, acute myeloid leukaemia NOS, therapy-related myeloid neoplasm, chronic myelomonocytic leukaemia
    private static readonly (string, string)[] Myeloid =
    [
        ("9989/3", "C42.1"),
        ("9861/3", "C42.1"),
        ("9920/3", "C42.1"),
        ("9945/3", "C42.1"),
    ];

    // colon, lung, breast, prostate, bladder, melanoma
    private static readonly (string, string)[] Solid =
    [
        ("8140/3", "C18.9"),
        ("8140/3", "C34.1"),
        ("8500/3", "C50.9"),
        ("8140/3", "C61.9"),
        ("8120/3", "C67.9"),
        ("8720/3", "C44.5"),
    ];

    // squamous cell carcinoma, basal cell carcinoma
    private static readonly (string, string)[] Skin = [("8070/3", "C44.3"), ("8090/3", "C44.3")];

    internal static (string Morphology, string Topography) Draw(Lineage lineage, Sex sex, Philox random)
    {
        var codes = lineage switch
        {
            Lineage.TCell => TCell,
            Lineage.Myeloid => Myeloid,
            Lineage.SolidTumour => Solid,
            Lineage.NonMelanomaSkin => Skin,
            _ => throw new ArgumentOutOfRangeException(nameof(lineage), lineage, "No codes for this lineage."),
        };
        var code = codes[random.NextBelow(codes.Length)];
        return code.Item2 == "C61.9" && sex == Sex.Female ? ("8380/3", "C54.1") : code;
    }

    /// <summary>Morphology and lineage of the index disease.</summary>
    internal static (string Morphology, Lineage Lineage) Of(IndexDisease disease) =>
        disease switch
        {
            IndexDisease.LargeBCellLymphoma => ("9680/3", Lineage.BCell),
            IndexDisease.FollicularLymphoma => ("9690/3", Lineage.BCell),
            IndexDisease.MantleCellLymphoma => ("9673/3", Lineage.BCell),
            IndexDisease.MarginalZoneLymphoma => ("9699/3", Lineage.BCell),
            IndexDisease.ChronicLymphocyticLeukaemia => ("9823/3", Lineage.BCell),
            IndexDisease.AcuteLymphoblasticLeukaemia => ("9811/3", Lineage.BCell),
            IndexDisease.MultipleMyeloma => ("9732/3", Lineage.PlasmaCell),
            _ => ("9591/3", Lineage.BCell),
        };
}
