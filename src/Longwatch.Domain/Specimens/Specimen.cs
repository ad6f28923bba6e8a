namespace Longwatch.Domain.Specimens;

public enum SpecimenType : byte
{
    Tumour,
    Blood,
    Marrow,
    Apheresis,
    ProductRetain,
    Germline,
}

public enum CustodyStatus : byte
{
    Requested,
    Collected,
    Stored,
    Shipped,
    Received,
    Exhausted,
    Destroyed,
}

/// <summary>One specimen and who holds it.</summary>
/// <param name="Neoplasm">Index into <c>Cohort.Neoplasms</c>; null when the specimen belongs to no neoplasm.</param>
/// <param name="TumourFraction">Share of tumour cells, 0 to 1; null when not assessed.</param>
public sealed record Specimen(
    string Id,
    int Patient,
    int? Neoplasm,
    SpecimenType Type,
    DateOnly? Collected,
    CustodyStatus Custody,
    string? Holder,
    double? TumourFraction
);

public enum TestStatus : byte
{
    /// <summary>Offered to the centre or the patient, but not done.</summary>
    NotPerformed,

    /// <summary>Attempted without a valid result.</summary>
    Failed,

    /// <summary>A valid result was obtained.</summary>
    Valid,
}

public enum TestResult : byte
{
    None,
    NotDetected,
    Indeterminate,
    Detected,
}

/// <summary>One transgene test of one specimen. Every row was offered; attempted are the failed and the valid ones.</summary>
/// <param name="Assay">Code of the method, for example <c>ddpcr</c>, <c>wgs</c>.</param>
/// <param name="CopiesPerCell">Transgene copies per cell; null when not quantified.</param>
/// <param name="LimitOfDetection">LoD95 in copies per cell; null when not stated.</param>
/// <param name="VectorClonal">Whether the vector was shown to sit in the tumour clone (shared integration sites, copies against tumour fraction).</param>
public sealed record TransgeneTest(
    string Id,
    int Specimen,
    DateOnly? Date,
    string Assay,
    TestStatus Status,
    TestResult Result,
    double? CopiesPerCell,
    double? LimitOfDetection,
    Ternary VectorClonal
);
