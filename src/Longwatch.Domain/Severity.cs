namespace Longwatch.Domain;

/// <summary>Whether a finding refuses the data set or only asks for a look.</summary>
public enum Severity : byte
{
    Warning,
    Error,
}
