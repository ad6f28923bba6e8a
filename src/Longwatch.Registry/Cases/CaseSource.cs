namespace Longwatch.Registry.Cases;

/// <summary>What opened a case.</summary>
public enum CaseSource
{
    /// <summary>A person, on the case pages.</summary>
    Person,

    /// <summary>A visit form that says yes to a new malignancy.</summary>
    VisitForm,

    /// <summary>A neoplasm that came with an imported data set.</summary>
    Import,
}
