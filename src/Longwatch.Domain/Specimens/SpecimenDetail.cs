namespace Longwatch.Domain.Specimens;

public enum AmountUnit : byte
{
    Milligrams,
    Millilitres,
    MicrogramsOfDna,
    MillionCells,
    Sections,
    Blocks,
}

public enum Fixation : byte
{
    Unknown,

    /// <summary>Neither fixed nor frozen.</summary>
    Fresh,
    FreshFrozen,

    /// <summary>Formalin-fixed, paraffin-embedded: nucleic acids are broken and altered.</summary>
    FormalinParaffin,
    ViablyFrozenCells,
    ExtractedDna,
    Smear,
}

/// <summary>What is written on and of a specimen, beside its type and who holds it. Always valid.</summary>
public sealed record SpecimenDetail
{
    private const int LongestIdentifier = 40;

    private SpecimenDetail(string identifier, double? amount, AmountUnit? unit, Fixation fixation) =>
        (Identifier, Amount, Unit, Fixation) = (identifier, amount, unit, fixation);

    /// <summary>As on the label; letters, digits and <c>-_./</c>, never a name.</summary>
    public string Identifier { get; }
    public double? Amount { get; }
    public AmountUnit? Unit { get; }
    public Fixation Fixation { get; }

    public static Result<SpecimenDetail> Of(string? identifier, double? amount, AmountUnit? unit, Fixation fixation)
    {
        var label = identifier?.Trim() ?? "";
        if (
            label.Length is 0 or > LongestIdentifier
            || !label.All(c => char.IsAsciiLetterOrDigit(c) || "-_./".Contains(c, StringComparison.Ordinal))
        )
            return new Refusal(
                "specimen.identifier",
                $"The identifier has 1 to {LongestIdentifier} letters, digits and - _ . / and is no name."
            );
        if (amount is { } a && !(a > 0 && a <= 1e9))
            return new Refusal("specimen.amount", "The amount is a number above 0.");
        if (amount is null != unit is null)
            return new Refusal("specimen.amount-unit", "An amount needs a unit, and a unit an amount.");
        if (!Enum.IsDefined(fixation) || (unit is { } u && !Enum.IsDefined(u)))
            return new Refusal("specimen.code", "The unit or the fixation is not one of the list.");
        return new SpecimenDetail(label, amount, unit, fixation);
    }
}
