namespace Longwatch.Evaluation.Signals.Simulation;

/// <summary>A drug of a simulated report. Indices into the names of the simulator.</summary>
public readonly record struct SimulatedDrug(int Drug, bool Brand, DrugRoles Role, int Indication, int Began);

/// <summary>One row of the table of reports with all that belongs to it.</summary>
/// <param name="DuplicateOf">Case that this one repeats under another number; 0: none.</param>
public sealed record SimulatedReport(
    long Case,
    int Version,
    int Received,
    int EventDate,
    int Age,
    ReportedSex Sex,
    string Country,
    long ManufacturerNumber,
    ReportedOutcomes Outcomes,
    SimulatedDrug[] Drugs,
    int[] Events,
    long DuplicateOf
)
{
    /// <summary><c>primaryid</c>: case and version, written one after the other.</summary>
    public long Id => (Case * 10) + Version;
}
