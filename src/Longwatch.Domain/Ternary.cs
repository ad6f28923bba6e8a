namespace Longwatch.Domain;

/// <summary>Yes, no, or not known. Unknown is never read as no.</summary>
public enum Ternary : byte
{
    Unknown,
    No,
    Yes,
}
