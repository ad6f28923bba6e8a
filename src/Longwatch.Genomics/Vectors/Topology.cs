namespace Longwatch.Genomics.Vectors;

/// <summary>One sequence cut out of a source, before it is compared with the mask.</summary>
internal sealed record CutSequence(
    string Name,
    string VectorName,
    SequenceKind Kind,
    VectorFamily Family,
    byte[] Bases,
    IReadOnlyList<SequenceFeature> Features,
    TerminalRepeats? Repeats,
    string Accession
);

/// <summary>Finds what integrates: by the sequence of its terminal repeats, never by the names of features. See docs/methods/vector-mask.md.</summary>
internal static class Topology
{
    /// <summary>Leftovers shorter than this are cloning flanks, not a plasmid backbone.</summary>
    private const int ShortestBackbone = 200;

    /// <summary>Share of a sequence that one reading frame must cover for it to be a bare coding sequence.</summary>
    private const double CodingShare = 0.9;

    /// <summary>The provirus, and the backbone when the source is a whole plasmid; or the source as it is.</summary>
    public static (IReadOnlyList<CutSequence> Sequences, IReadOnlyList<string> Notes) Cut(VectorSource source)
    {
        var notes = new List<string>();
        var cut = Retroviral(source, notes) ?? Transposon(source, notes) ?? Whole(source, notes);
        if (source.Family is { } family)
            cut = [.. cut.Select(s => s with { Family = family })];
        if (source.Kind is { } kind)
            cut = [cut[0] with { Kind = kind }, .. cut.Skip(1)];
        return (cut, notes);
    }

    private static List<CutSequence>? Retroviral(VectorSource source, List<string> notes)
    {
        if (source.Kind is SequenceKind.Construct or SequenceKind.Backbone)
            return null;
        var other = Nucleotides.ReverseComplement(source.Bases);
        var forward = ProvirusFinder.Find(source.Bases);
        var backward = ProvirusFinder.Find(other);
        var reversed = (backward?.Score ?? -1) > (forward?.Score ?? -1);
        if ((reversed ? backward : forward) is not { } found)
            return null;
        if (source.Circular == false && found.Pieces.Any(p => p.Start + p.Length > source.Bases.Length))
            return null; // it would go round the origin of what the file says is no circle
        var bases = reversed ? other : source.Bases;
        var features = reversed ? [.. source.Features.Select(f => Flip(f, bases.Length))] : source.Features;
        if (reversed)
            notes.Add($"{source.Name}: the vector lies on the other strand of the file; it was turned round.");
        if (found.Family is null)
            notes.Add(
                $"{source.Name}: terminal repeats of {found.RepeatLength} bases were found, but their ends are those of no known family; name the family if you know it."
            );
        var family = found.Family ?? source.Family ?? VectorFamily.Other;
        var pieces = found.Pieces;
        var provirus = Join(bases, pieces);
        var repeats = new TerminalRepeats(0, found.RepeatLength, provirus.Length - found.RepeatLength, provirus.Length);
        var own = new List<SequenceFeature>
        {
            new("5' LTR", "LTR", 0, repeats.FiveEnd, false),
            new("3' LTR", "LTR", repeats.ThreeStart, provirus.Length, false),
        };
        own.AddRange(Move(features, pieces, bases.Length));
        var result = new List<CutSequence>
        {
            new(source.Name, source.Name, SequenceKind.Provirus, family, provirus, own, repeats, source.Accession),
        };
        AddBackbone(source, bases, features, (found.LeftoverStart, found.LeftoverLength), family, result, notes);
        return result;
    }

    private static List<CutSequence>? Transposon(VectorSource source, List<string> notes)
    {
        if (source.Kind is SequenceKind.Construct or SequenceKind.Backbone)
            return null;
        var n = source.Bases.Length;
        var circle = Concat(source.Bases, source.Bases);
        foreach (var (family, left) in RetroviralEnds.Transposons)
        {
            var right = Nucleotides.ReverseComplement(left);
            var start = RetroviralEnds.Find(circle, left, 0, n + left.Length - 1, 1);
            if (start < 0)
                continue;
            var end = RetroviralEnds.FindLast(circle, right, start + left.Length, Math.Min(start + n, circle.Length), 1);
            if (end < 0 || (source.Circular == false && end + right.Length > n))
                continue;
            var length = end + right.Length - start;
            (int, int)[] pieces = [(start % n, length)];
            var element = Join(source.Bases, pieces);
            var own = new List<SequenceFeature>
            {
                new("5' inverted repeat", "inverted_repeat", 0, left.Length, false),
                new("3' inverted repeat", "inverted_repeat", length - right.Length, length, true),
            };
            own.AddRange(Move(source.Features, pieces, n));
            var result = new List<CutSequence>
            {
                new(source.Name, source.Name, SequenceKind.Provirus, family, element, own, null, source.Accession),
            };
            AddBackbone(source, source.Bases, source.Features, ((start + length) % n, n - length), family, result, notes);
            return result;
        }
        return null;
    }

    private static List<CutSequence> Whole(VectorSource source, List<string> notes)
    {
        var kind =
            source.Kind
            ?? (LongestFrame(source.Bases) >= CodingShare * source.Bases.Length ? SequenceKind.Construct : SequenceKind.Provirus);
        var inverted = InvertedEnds(source.Bases);
        List<SequenceFeature> features = [.. source.Features];
        if (inverted > 0)
        {
            features.Insert(0, new("3' inverted repeat", "inverted_repeat", source.Bases.Length - inverted, source.Bases.Length, true));
            features.Insert(0, new("5' inverted repeat", "inverted_repeat", 0, inverted, false));
        }
        else if (kind == SequenceKind.Provirus)
            notes.Add(
                $"{source.Name}: no terminal repeats were found: it is searched from end to end as it is, and no expectation about its ends or a duplication of the target is used."
            );
        if (kind == SequenceKind.Construct)
            notes.Add($"{source.Name}: is a coding sequence without its vector: its presence can be told, its integration sites cannot.");
        return [new(source.Name, source.Name, kind, source.Family ?? VectorFamily.Other, source.Bases, features, null, source.Accession)];
    }

    private static void AddBackbone(
        VectorSource source,
        byte[] bases,
        IReadOnlyList<SequenceFeature> features,
        (int Start, int Length) leftover,
        VectorFamily family,
        List<CutSequence> result,
        List<string> notes
    )
    {
        if (leftover.Length < ShortestBackbone || source.Circular == false)
        {
            if (leftover.Length > 0)
                notes.Add(
                    $"{source.Name}: {leftover.Length} bases outside the terminal repeats were left out{(source.Circular == false ? " (the file says it is linear, so they are flanks and no plasmid)" : "")}."
                );
            return;
        }
        (int, int)[] pieces = [(leftover.Start, leftover.Length)];
        result.Add(
            new(
                $"{source.Name}/backbone",
                source.Name,
                SequenceKind.Backbone,
                family,
                Join(bases, pieces),
                [.. Move(features, pieces, bases.Length)],
                null,
                source.Accession
            )
        );
    }

    /// <summary>Length of identical inverted ends (AAV: 145 bases); 0 below 12.</summary>
    private static int InvertedEnds(byte[] bases)
    {
        var other = Nucleotides.ReverseComplement(bases);
        var length = 0;
        while (length < bases.Length / 2 && bases[length] == other[length] && bases[length] != 'N')
            length++;
        return length >= 12 ? length : 0;
    }

    /// <summary>Bases of the longest run of codons without a stop in any of the three forward frames, counted only from an ATG in the first 60 bases.</summary>
    private static int LongestFrame(ReadOnlySpan<byte> bases)
    {
        var longest = 0;
        for (var start = 0; start < Math.Min(60, bases.Length - 2); start++)
        {
            if (!bases[start..].StartsWith("ATG"u8))
                continue;
            var i = start;
            for (; i + 3 <= bases.Length; i += 3)
                if (
                    bases.Slice(i, 3) is var codon
                    && (codon.SequenceEqual("TAA"u8) || codon.SequenceEqual("TAG"u8) || codon.SequenceEqual("TGA"u8))
                )
                    break;
            longest = Math.Max(longest, i - start);
        }
        return longest;
    }

    private static SequenceFeature Flip(SequenceFeature f, int length) =>
        f with
        {
            Start = length - f.End,
            End = length - f.Start,
            Reverse = !f.Reverse,
        };

    /// <summary>Features on the joined pieces; what is cut keeps the part inside when that is at least half of it.</summary>
    private static IEnumerable<SequenceFeature> Move(
        IReadOnlyList<SequenceFeature> features,
        IReadOnlyList<(int Start, int Length)> pieces,
        int circle
    )
    {
        foreach (var feature in features)
        {
            var offset = 0;
            foreach (var (pieceStart, pieceLength) in pieces)
            {
                foreach (var shift in new[] { 0, circle })
                {
                    var start = Math.Max(feature.Start + shift, pieceStart);
                    var end = Math.Min(feature.End + shift, pieceStart + pieceLength);
                    if (2 * (end - start) >= feature.End - feature.Start && end > start)
                        yield return feature with
                        {
                            Start = start - pieceStart + offset,
                            End = end - pieceStart + offset,
                        };
                }
                offset += pieceLength;
            }
        }
    }

    /// <summary>Pieces of a circle, one after the other.</summary>
    private static byte[] Join(byte[] bases, IReadOnlyList<(int Start, int Length)> pieces)
    {
        var result = new byte[pieces.Sum(p => p.Length)];
        var at = 0;
        foreach (var (start, length) in pieces)
            for (var i = 0; i < length; i++)
                result[at++] = bases[(start + i) % bases.Length];
        return result;
    }

    private static byte[] Concat(byte[] a, byte[] b) => [.. a, .. b];
}
