using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Sites;

/// <summary>Where a vector begins and ends, and which positions of its two terminal repeats are the same.</summary>
/// <remarks>
/// Positions are zero-based bases of the searched sequence. "Facing start" says that, walking from the join into the vector, coordinates
/// rise: the vector turns its start towards the host.
/// </remarks>
internal sealed class VectorGeometry(SearchedSequence sequence, FamilyRule family, SiteRules rules)
{
    private readonly TerminalRepeats? repeats = sequence.Repeats;

    public FamilyRule Family => family;

    public SearchedSequence Sequence => sequence;

    /// <summary>Families whose integrase or transposase joins the two ends of the vector, and nothing else, to the host.</summary>
    public bool HasFixedEnds => family.Family is not VectorFamily.Other && sequence.Kind is not SequenceKind.Construct;

    private int RepeatShift => repeats is null ? 0 : repeats.ThreeStart - repeats.FiveStart;

    private int First => repeats?.FiveStart ?? 0;

    private int Last => (repeats?.ThreeEnd ?? sequence.Length) - 1;

    /// <summary>Bases that the two ends share as an inverted repeat, up to one difference in ten; 0 when shorter than any match that counts.</summary>
    public int InvertedRepeat { get; } = SharedEnds(sequence, rules.VectorMinimum);

    /// <summary>The position that stands at the same distance from the other end.</summary>
    public int Mirrored(int position) => First + Last - position;

    private static int SharedEnds(SearchedSequence sequence, int least)
    {
        if (sequence.Repeats is not null)
            return 0;
        var (shared, differences) = (0, 0);
        for (var i = 0; i < sequence.Length / 2; i++)
        {
            if (sequence.Bases[i] == Strand.Complement(sequence.Bases[^(i + 1)]))
                shared = i + 1;
            else if (++differences > 1 + (i / 10))
                break;
        }

        return shared >= least ? shared : 0;
    }

    /// <summary>Bases that may touch the host at a complete end: one, or one in each terminal repeat.</summary>
    public IEnumerable<int> EndBases(bool facingStart)
    {
        if (!HasFixedEnds)
            yield break;
        yield return facingStart ? First : Last;
        if (repeats is not null)
            yield return facingStart ? repeats.ThreeStart : repeats.FiveEnd - 1;
    }

    /// <summary>
    /// One coordinate for positions that the terminal repeats make indistinguishable: a stretch that looks towards its start and lies in the
    /// 3' repeat is moved into the 5' repeat, one that looks towards its end is moved from the 5' into the 3' repeat.
    /// </summary>
    public int Canonical(int position, bool facingStart, int start, int end)
    {
        if (repeats is null || !HasFixedEnds)
            return position;
        var slack = rules.EndExtension;
        if (facingStart && start >= repeats.ThreeStart - slack && position >= repeats.ThreeStart - slack)
            return position - RepeatShift;
        return !facingStart && end <= repeats.FiveEnd + slack && position < repeats.FiveEnd + slack ? position + RepeatShift : position;
    }

    /// <summary>The end of the vector that a canonical position belongs to.</summary>
    public VectorEnd EndOf(int position, bool facingStart)
    {
        if (!HasFixedEnds)
            return VectorEnd.Internal;
        var lost = facingStart ? position - First : Last - position;
        return lost < 0 || lost > family.EndLossAllowed ? VectorEnd.Internal
            : facingStart ? VectorEnd.Left
            : VectorEnd.Right;
    }

    /// <summary>Bases between the complete end that faces the host and a stretch's far side, seen from a canonical position; what a fragment must hold of the vector.</summary>
    public int DistanceFromEnd(int position, bool facingStart) => facingStart ? position - First : Last - position;

    /// <summary>Base of the complete end.</summary>
    public int EndBase(bool facingStart) => facingStart ? First : Last;

    /// <summary>The base at a coordinate as it is read walking from the join into the vector.</summary>
    public byte Outward(int position, bool facingStart) =>
        position < 0 || position >= sequence.Length ? (byte)'N'
        : facingStart ? sequence.Bases[position]
        : Strand.Complement(sequence.Bases[position]);

    /// <summary>Both positions are one base of the provirus: equal, or equal in the other terminal repeat.</summary>
    public bool SameBase(int a, int b, int tolerance) =>
        Math.Abs(a - b) <= tolerance
        || (
            repeats is not null && Math.Abs(Math.Abs(a - b) - RepeatShift) <= tolerance && InRepeat(a, tolerance) && InRepeat(b, tolerance)
        );

    /// <summary>
    /// The stretch is sequence that the host does not have. Human sequence in a vector and simple sequence join the host everywhere without any
    /// integration. A stretch that is too short for a label of its own has that of the 31-mers that contain it.
    /// </summary>
    public bool CanTouchHost(VectorAlignment stretch)
    {
        if (IsForeign(stretch.Origin))
            return true;
        var last = sequence.Length - CompiledVectors.K;
        var (a, b) = (stretch.Start, stretch.End - CompiledVectors.K);
        var (from, to) = (Math.Clamp(Math.Min(a, b), 0, Math.Max(0, last)), Math.Clamp(Math.Max(a, b), 0, Math.Max(0, last)));
        var foreign = 0;
        for (var i = from; i <= to; i++)
            foreign += IsForeign(sequence.Origins[i]) ? 1 : 0;
        return 2 * foreign > to - from + 1;
    }

    private static bool IsForeign(SequenceOrigin origin) =>
        origin is SequenceOrigin.VectorUnique or SequenceOrigin.WildTypeRetrovirus or SequenceOrigin.PlasmidBackbone;

    /// <summary>Distance of a boundary (a position between bases, 0 to the length) to the nearest start of a terminal repeat, or of the sequence where there is none.</summary>
    public int ToRepeatStart(int boundary) =>
        repeats is null ? Math.Abs(boundary) : Math.Min(Math.Abs(boundary - repeats.FiveStart), Math.Abs(boundary - repeats.ThreeStart));

    public int ToRepeatEnd(int boundary) =>
        repeats is null
            ? Math.Abs(boundary - sequence.Length)
            : Math.Min(Math.Abs(boundary - repeats.FiveEnd), Math.Abs(boundary - repeats.ThreeEnd));

    /// <summary>The inner borders of the terminal repeats (PBS and PPT side) that a stretch runs across by at least <paramref name="least"/> bases on both sides.</summary>
    public IEnumerable<int> InnerBordersCrossed(VectorAlignment stretch, int least)
    {
        if (repeats is null)
            yield break;
        foreach (var border in new[] { repeats.FiveEnd, repeats.ThreeStart })
            if (stretch.Start <= border - least && stretch.End >= border + least)
                yield return border;
    }

    /// <summary>The stretch lies, but for a few bases, in one terminal repeat.</summary>
    public bool WithinRepeat(VectorAlignment stretch, int slack) =>
        repeats is not null
        && (
            (stretch.Start >= repeats.FiveStart - slack && stretch.End <= repeats.FiveEnd + slack)
            || (stretch.Start >= repeats.ThreeStart - slack && stretch.End <= repeats.ThreeEnd + slack)
        );

    public int RepeatLength => repeats?.Length ?? 0;

    /// <summary>Start of the 3' and end of the 5' repeat; the whole sequence without repeats.</summary>
    public (int FiveEnd, int ThreeStart) Body => repeats is null ? (0, sequence.Length) : (repeats.FiveEnd, repeats.ThreeStart);

    private bool InRepeat(int position, int slack) =>
        (position >= repeats!.FiveStart - slack && position <= repeats.FiveEnd + slack)
        || (position >= repeats.ThreeStart - slack && position <= repeats.ThreeEnd + slack);
}
