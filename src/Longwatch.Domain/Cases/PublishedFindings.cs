using System.Collections.Immutable;

namespace Longwatch.Domain.Cases;

public enum ModifierKind : byte
{
    PreexistingClone,
    ClonalHaematopoiesis,
    Germline,
    OtherMutations,
    Virus,
    LaterTherapies,
}

/// <summary>Something recorded beside the level that may explain the tumour or change its reading; it moves no level but M5.</summary>
public sealed record Modifier(ModifierKind Kind, string Text);

/// <summary>Reads a published case as findings for the ladder.</summary>
public static class PublishedFindings
{
    /// <summary>Findings of one case. Fields that are only background knowledge are not known, unless they are asked for to show what they would change.</summary>
    public static MolecularFindings Of(MolecularCase published, bool acceptUnverified = false)
    {
        ArgumentNullException.ThrowIfNull(published);
        bool Known(string field) => acceptUnverified || (published.Provenance.Counts && !published.UnverifiedFields.Contains(field));
        var driver = Modifiers(published, acceptUnverified)
            .Any(m =>
                m.Kind
                    is ModifierKind.PreexistingClone
                        or ModifierKind.ClonalHaematopoiesis
                        or ModifierKind.Germline
                        or ModifierKind.OtherMutations
                        or ModifierKind.Virus
            );
        return new()
        {
            Transgene = Known("transgene") ? Finding(published.Transgene) : TransgeneFinding.NotKnown,
            LimitOfDetection = Known("lod_copies_per_cell") ? published.LimitOfDetection : null,
            TumourFraction = Known("tumour_fraction") ? published.TumourFraction : null,
            CopiesPerTumourCell = Known("copies_per_cell") ? published.CopiesPerCell : null,
            CarPositivePercent = Known("car_positive_percent") ? published.CarPositivePercent : null,
            Clonality = Known("vector_clonality") ? published.VectorClonality : VectorClonality.NotReported,
            Sites =
            [
                .. published
                    .Sites.Where(s => acceptUnverified || s.Provenance.Counts)
                    .Select(s => new IntegrationFinding(s.Gene, s.CancerGene)),
            ],
            ExpressionEffect = Known("expression_effect") ? published.ExpressionEffect : Ternary.Unknown,
            // What the source says of a sufficient driver stands. Without it a recorded candidate counts as one, and an empty row excludes nothing.
            SufficientAlternativeDriver =
                Known("alternative_driver") && published.AlternativeDriver != Ternary.Unknown ? published.AlternativeDriver
                : driver ? Ternary.Yes
                : Ternary.Unknown,
        };
    }

    /// <summary>What is recorded beside the level, in a fixed order; unverified fields only when asked for.</summary>
    public static ImmutableArray<Modifier> Modifiers(MolecularCase published, bool acceptUnverified = false)
    {
        ArgumentNullException.ThrowIfNull(published);
        var modifiers = ImmutableArray.CreateBuilder<Modifier>();
        bool Known(string field) => acceptUnverified || (published.Provenance.Counts && !published.UnverifiedFields.Contains(field));
        void Add(ModifierKind kind, string field, string? text)
        {
            if (Known(field) && !string.IsNullOrEmpty(text))
                modifiers.Add(new(kind, text));
        }

        Add(
            ModifierKind.PreexistingClone,
            "clone_preexisting",
            published.ClonePreexisting == Ternary.Yes ? "clone older than the infusion" : null
        );
        Add(
            ModifierKind.PreexistingClone,
            "tcr_in_apheresis",
            published.TcrInApheresis == Ternary.Yes ? "tumour T-cell receptor in the apheresis" : null
        );
        Add(ModifierKind.ClonalHaematopoiesis, "clonal_haematopoiesis", string.Join(", ", published.ClonalHaematopoiesis));
        Add(ModifierKind.Germline, "germline", string.Join(", ", published.Germline));
        Add(ModifierKind.OtherMutations, "other_mutations", string.Join(", ", published.OtherMutations));
        Add(ModifierKind.Virus, "virus", published.Virus);
        Add(ModifierKind.LaterTherapies, "later_therapies", published.LaterTherapies);
        return modifiers.ToImmutable();
    }

    private static TransgeneFinding Finding(PublishedTransgeneResult result) =>
        result switch
        {
            PublishedTransgeneResult.NotReported => TransgeneFinding.NotKnown,
            PublishedTransgeneResult.NotTested => TransgeneFinding.NotTested,
            PublishedTransgeneResult.Negative => TransgeneFinding.NotDetected,
            PublishedTransgeneResult.VeryLow => TransgeneFinding.VeryLow,
            PublishedTransgeneResult.Positive => TransgeneFinding.Detected,
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };
}
