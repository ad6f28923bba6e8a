using System.Globalization;
using Longwatch.Evaluation.Simulation;

namespace Longwatch.Exchange.Cohorts;

/// <summary>Writes what is true of a simulated registry: <c>truth.csv</c>, one line per neoplasm, and <c>truth-parameters.csv</c>, the plan.</summary>
public static class SimulatedTruthWriter
{
    public const string TruthFile = "truth.csv";
    public const string ParametersFile = "truth-parameters.csv";

    public static void WriteTruth(SimulatedRegistry registry, TextWriter to)
    {
        to.Write("neoplasm_id,patient_id,origin,copies_per_malignant_cell,bystander_copies_per_cell,onset_date\n");
        var (cohort, truth) = registry;
        for (var i = 0; i < truth.Neoplasms.Length; i++)
        {
            var (neoplasm, known) = (cohort.Neoplasms[i], truth.Neoplasms[i]);
            to.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{neoplasm.Id},{cohort.Patients[neoplasm.Patient].Id},{Code(known.Origin)},{known.CopiesPerMalignantCell},{known.BystanderCopies:R},{known.Onset:yyyy-MM-dd}\n"
                )
            );
        }
    }

    /// <summary>Names and units of parameters hold neither commas nor quotes, so no cell needs quoting.</summary>
    public static void WriteParameters(SimulatedTruth truth, TextWriter to)
    {
        to.Write("parameter,value,unit\n");
        foreach (var parameter in truth.Parameters)
            to.Write($"{parameter.Name},{parameter.Value},{parameter.Unit}\n");
    }

    private static string Code(NeoplasmOrigin origin) =>
        origin switch
        {
            NeoplasmOrigin.TransgeneDriven => "transgene_driven",
            NeoplasmOrigin.Background => "background",
            NeoplasmOrigin.IndexDisease => "index_disease",
            _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "Unknown origin."),
        };
}
