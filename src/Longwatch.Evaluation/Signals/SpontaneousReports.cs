namespace Longwatch.Evaluation.Signals;

/// <summary>What a drug is said to have done in a report (FAERS <c>role_cod</c>). <c>default</c>: the source does not say.</summary>
[Flags]
public enum DrugRoles : byte
{
    None = 0,
    PrimarySuspect = 1,
    SecondarySuspect = 2,
    Interacting = 4,
    Concomitant = 8,

    /// <summary>The source names no role; such a drug is counted as suspected.</summary>
    NotStated = 16,
}

/// <summary>Outcomes of a report (FAERS <c>outc_cod</c>); several may be given.</summary>
[Flags]
public enum ReportedOutcomes : byte
{
    None = 0,
    Death = 1,
    LifeThreatening = 2,
    Hospitalisation = 4,
    Disability = 8,
    CongenitalAnomaly = 16,
    Intervention = 32,
    Other = 64,
}

/// <summary>Sex as reported. <c>default</c>: not given.</summary>
public enum ReportedSex : byte
{
    Unknown = 0,
    Female,
    Male,
}

/// <summary>
/// Spontaneous reports as columns, one row per case (its latest version), and lists of drugs, events and indications in compressed rows: the list of row
/// i runs from <c>Start[i]</c> to <c>Start[i + 1]</c>. Dates are whole numbers yyyymmdd, with 00 for a day or month that is not known and 0 for no date.
/// </summary>
/// <remarks>
/// The arrays are not copied and must not be changed. There may be room behind their items: rows end at <see cref="Count"/>, lists at their last start. Columns, because two million reports as objects would not fit into the memory allowed.
/// </remarks>
public sealed class SpontaneousReports
{
    /// <summary>Report number: <c>primaryid</c>, or <c>isr</c> before 2012 Q4.</summary>
    public required long[] Id { get; init; }

    public required long[] Case { get; init; }

    /// <summary>Day on which the authority first had the case, or had this version where the first is not given.</summary>
    public required int[] Received { get; init; }

    public required int[] EventDate { get; init; }

    /// <summary>Years; NaN where not given.</summary>
    public required float[] Age { get; init; }

    public required ReportedSex[] Sex { get; init; }

    /// <summary>Index into <see cref="Countries"/>; 0: not given.</summary>
    public required ushort[] Country { get; init; }

    /// <summary>Digest of the manufacturer's case number; 0: not given.</summary>
    public required ulong[] ManufacturerNumber { get; init; }

    public required ReportedOutcomes[] Outcomes { get; init; }

    /// <summary>Index into <see cref="Quarters"/>.</summary>
    public required short[] Quarter { get; init; }

    /// <summary>As reported: two letters, or a name. Number 0 is empty.</summary>
    public required string[] Countries { get; init; }

    /// <summary>Of the files: 2017Q2.</summary>
    public required string[] Quarters { get; init; }

    public required ReportedDrugs Drugs { get; init; }

    /// <summary>Events: rows of indices into <see cref="Terms"/>, each once per report.</summary>
    public required (int[] Start, int[] Term) Events { get; init; }

    /// <summary>Indications: rows of indices into <see cref="Terms"/> with the drug meant, counted from the first drug of the report; −1: not known which.</summary>
    public required (int[] Start, int[] Term, int[] Drug) Indications { get; init; }

    /// <summary>Terms of events and indications, as first spelt; no two differ in case only.</summary>
    public required string[] Terms { get; init; }

    /// <summary>False where the source gives no age, sex, country or dates, so that duplicates cannot be looked for.</summary>
    public required bool HasPeople { get; init; }

    public int Count => Drugs.Start.Length - 1;
}

/// <summary>The drugs of reports, row after row.</summary>
/// <param name="Start">One more than there are reports.</param>
/// <param name="Name">Index into <paramref name="Names"/>.</param>
/// <param name="Began">First day of treatment, yyyymmdd; 0: not given. Empty when the source has no therapy dates.</param>
/// <param name="Names">Distinct names as reported, with the active ingredient where the source gives one.</param>
public sealed record ReportedDrugs(int[] Start, int[] Name, DrugRoles[] Role, int[] Began, DrugName[] Names);

/// <summary>A drug as reported, in capitals; the ingredient is empty where the source gives none.</summary>
public readonly record struct DrugName(string Name, string Ingredient);
