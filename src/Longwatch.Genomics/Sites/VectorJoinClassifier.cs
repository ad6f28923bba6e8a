using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Sites;

/// <summary>Counts joins of vector with vector, so that circles, autointegration, plasmid and the provirus itself are never taken for integration.</summary>
/// <remarks>
/// A join is read in the direction in which its first part runs forward: it leaves the sequence at one boundary and enters it (or another) at the
/// next. Boundaries lie between bases, 0 to the length.
/// </remarks>
internal sealed class VectorJoinClassifier(VectorSearch search, SiteRules rules, int fragmentLimit)
{
    /// <summary>A whole repeat is seen to belong to the body of the provirus when the stretch goes on by this much.</summary>
    private const int IntoBody = 10;

    private readonly Dictionary<(VectorJoin Class, int Sequence, int Other), List<(int Position, int OtherPosition, int Root)>> found = [];

    public void Add(FragmentLayout fragment)
    {
        foreach (var read in fragment.Reads)
        {
            foreach (var piece in read.Pieces)
                if (piece.Vector is { } stretch)
                    foreach (var border in search[stretch.Sequence].InnerBordersCrossed(stretch, IntoBody))
                        Count(VectorJoin.ProvirusInternal, stretch.Sequence, border, stretch.Sequence, border, fragment.Root);
            for (var i = 0; i + 1 < read.Pieces.Count; i++)
                if (read.Pieces[i].Vector is { } a && read.Pieces[i + 1].Vector is { } b && b.ReadStart - a.ReadEnd <= rules.LargestGap)
                    Classify(a, b, fragment.Root);
        }

        Mates(fragment);
    }

    public IReadOnlyList<VectorJoinCount> Counts() =>
        [
            .. found
                .OrderBy(f => f.Key.Class)
                .ThenBy(f => f.Key.Sequence)
                .ThenBy(f => f.Key.Other)
                .SelectMany(f =>
                    Merge(f.Value)
                        .Select(m => new VectorJoinCount(f.Key.Class, f.Key.Sequence, m.Position, f.Key.Other, m.Other, m.Fragments))
                ),
        ];

    private void Classify(VectorAlignment a, VectorAlignment b, int root)
    {
        // Both on the reverse strand: the other strand of the read shows the same join forwards.
        if (a.Reverse && b.Reverse)
            (a, b) = (b with { Reverse = false }, a with { Reverse = false });
        var (leaves, enters) = (a.Reverse ? a.Start : a.End, b.Reverse ? b.End : b.Start);
        // Of a turned join the other strand shows the same with the parts exchanged.
        if (a.Reverse != b.Reverse && (a.Sequence, leaves).CompareTo((b.Sequence, enters)) > 0)
        {
            (a, b) = (b with { Reverse = !b.Reverse }, a with { Reverse = !a.Reverse });
            (leaves, enters) = (enters, leaves);
        }

        if (a.Sequence != b.Sequence)
        {
            var backbone =
                search[a.Sequence].Sequence.Kind is SequenceKind.Backbone || search[b.Sequence].Sequence.Kind is SequenceKind.Backbone;
            Count(backbone ? VectorJoin.Backbone : VectorJoin.Rearrangement, a.Sequence, leaves, b.Sequence, enters, root);
            return;
        }

        if (ClassOf(a, b, leaves, enters) is { } kind)
            Count(kind, a.Sequence, leaves, b.Sequence, enters, root);
    }

    private VectorJoin? ClassOf(VectorAlignment a, VectorAlignment b, int leaves, int enters)
    {
        var geometry = search[a.Sequence];
        var near = rules.EndExtension;
        var turned = a.Reverse != b.Reverse;
        if (!geometry.HasFixedEnds)
        {
            var circle = !turned && leaves >= geometry.Sequence.Length - near && enters <= near;
            return circle ? VectorJoin.ProvirusInternal
                : turned || Math.Abs(enters - leaves) > rules.SmallestRearrangement ? VectorJoin.Rearrangement
                : null;
        }

        var atEnd = geometry.ToRepeatEnd(leaves) <= near && !a.Reverse;
        var atStart = geometry.ToRepeatStart(enters) <= near && !b.Reverse;
        if (!turned)
        {
            // U5 against U3. Without repeats the two ends of the sequence.
            if (atEnd && atStart)
                return VectorJoin.TwoLtrCircle;
            if (geometry.SameBase(leaves, enters, rules.SmallestRearrangement))
                return IsOneRepeat(geometry, a, b) ? VectorJoin.OneLtrCircle
                    : geometry.ToRepeatEnd(leaves) <= near || geometry.ToRepeatStart(leaves) <= near ? VectorJoin.ProvirusInternal
                    : null;
        }

        // An end of the vector against its own inside: integrase has used the vector as its target.
        var endFaces =
            (a.Reverse ? geometry.ToRepeatStart(leaves) : geometry.ToRepeatEnd(leaves)) <= near
            || (b.Reverse ? geometry.ToRepeatEnd(enters) : geometry.ToRepeatStart(enters)) <= near;
        return endFaces ? VectorJoin.Autointegration : VectorJoin.Rearrangement;
    }

    /// <summary>One repeat with the body's end before it and the body's start after it: the read goes round a circle.</summary>
    private static bool IsOneRepeat(VectorGeometry geometry, VectorAlignment a, VectorAlignment b)
    {
        var (fiveEnd, threeStart) = geometry.Body;
        return geometry.RepeatLength > 0 && a.Start <= threeStart - IntoBody && b.End >= fiveEnd + IntoBody && a.Start > b.Start;
    }

    /// <summary>What only the two mates together show: plasmid and provirus on one fragment, or mates that look away from each other across one repeat.</summary>
    private void Mates(FragmentLayout fragment)
    {
        if (fragment.Reads is not [var first, var second])
            return;
        if (Only(first) is not { } a || Only(second) is not { } b)
            return;
        if (a.Sequence != b.Sequence)
        {
            var (pa, pb) = (search[a.Sequence].Sequence, search[b.Sequence].Sequence);
            if (pa.Kind is SequenceKind.Backbone != pb.Kind is SequenceKind.Backbone && a.AlsoFits.Count == 0 && b.AlsoFits.Count == 0)
                Count(VectorJoin.Backbone, a.Sequence, Inner(a, first), b.Sequence, Inner(b, second), fragment.Root);
            return;
        }

        var (up, down) = a.SequencedReverse(first.Read) ? (b, a) : (a, b);
        var geometry = search[a.Sequence];
        var opposite = a.SequencedReverse(first.Read) != b.SequencedReverse(second.Read);
        var (fiveEnd, threeStart) = geometry.Body;
        if (
            !opposite
            || geometry.RepeatLength == 0
            || !geometry.HasFixedEnds
            || up.Start > threeStart - IntoBody
            || down.End < fiveEnd + IntoBody
            || up.Start <= down.End
        )
            return;
        var around = threeStart - up.Start + geometry.RepeatLength + (down.End - fiveEnd);
        if (around <= fragmentLimit)
            Count(VectorJoin.OneLtrCircle, a.Sequence, threeStart, a.Sequence, fiveEnd, fragment.Root);
    }

    private static VectorAlignment? Only(ReadLayout read) => read.Pieces is [{ Vector: { } stretch }] ? stretch : null;

    private static int Inner(VectorAlignment stretch, ReadLayout read) => stretch.SequencedReverse(read.Read) ? stretch.Start : stretch.End;

    private void Count(VectorJoin kind, int sequence, int position, int other, int otherPosition, int root) =>
        (found.TryGetValue((kind, sequence, other), out var list) ? list : found[(kind, sequence, other)] = []).Add(
            (position, otherPosition, root)
        );

    private List<(int Position, int Other, int Fragments)> Merge(List<(int Position, int OtherPosition, int Root)> joins)
    {
        var merged = new List<(int Position, int Other, int Fragments)>();
        var left = joins.ToList();
        while (left.Count > 0)
        {
            // The commonest place first; everything within reach of it is the same join.
            var (position, other) = left.GroupBy(j => (j.Position, j.OtherPosition))
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key)
                .First()
                .Key;
            bool Here((int Position, int OtherPosition, int Root) j) =>
                Math.Abs(j.Position - position) <= rules.VectorJoinDistance
                && Math.Abs(j.OtherPosition - other) <= rules.VectorJoinDistance;
            merged.Add((position, other, left.Where(Here).Select(j => j.Root).Distinct().Count()));
            left.RemoveAll(Here);
        }

        merged.Sort();
        return merged;
    }
}
