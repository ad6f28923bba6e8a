using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Longwatch.Statistics.Association;

/// <summary>
/// One variant laid out for the passes: all people, and apart the people whose genotype is missing or differs from the most frequent one. The
/// genotype is counted from the most frequent one, which moves only the intercept.
/// </summary>
internal sealed class VariantRows
{
    private readonly AssociationNull model;
    private readonly int[] listed;
    private bool isDense;

    public VariantRows(AssociationNull model)
    {
        this.model = model;
        Everybody = new(model.Covariates, model.People, model.Everybody.Columns) { Rows = model.Everybody.Rows };
        Listed = new(model.Covariates, model.People + 1);
        listed = new int[model.People + 1];
    }

    /// <summary>All people; filled by <see cref="FillEverybody"/>.</summary>
    public RowSet Everybody { get; }

    /// <summary>Carriers and people with a missing genotype.</summary>
    public RowSet Listed { get; }

    /// <summary>False when so many people are listed that a pass over all is no slower.</summary>
    public bool IsSparse { get; private set; }

    public int People { get; private set; }

    public int Cases { get; private set; }

    public int MissingPeople { get; private set; }

    /// <summary>Sum of genotypes, and of those of the cases.</summary>
    public (double All, double Cases) Copies { get; private set; }

    public bool Varies { get; private set; }

    /// <summary>Genotype, as <see cref="Everybody"/> counts it, of people without a copy of the rarer allele.</summary>
    public double WithoutRarer { get; private set; }

    /// <summary>Reads two-bit genotypes.</summary>
    /// <param name="target">Filled with the sum of each term over the cases; the genotype, less the most frequent one, as the last.</param>
    public void Load(ReadOnlySpan<byte> packed, Span<double> target)
    {
        var counts = PackedGenotypes.Count(packed, model.People);
        var most = Math.Max(counts.NoCopy, Math.Max(counts.OneCopy, counts.TwoCopies));
        var rest =
            most == counts.NoCopy ? PackedGenotypes.NoCopy
            : most == counts.OneCopy ? PackedGenotypes.OneCopy
            : PackedGenotypes.TwoCopies;
        var origin = PackedGenotypes.Copies(rest);
        Span<double> value = [2 - origin, double.NaN, 1 - origin, 0 - origin];
        var number = List(packed, rest, value);
        Fill(number, origin, target);
    }

    /// <summary>Reads genotypes or scores as numbers; NaN is missing, and 0 should be frequent.</summary>
    /// <param name="target">As above.</param>
    public void Load(ReadOnlySpan<double> values, Span<double> target)
    {
        var number = 0;
        for (var i = 0; i < values.Length; i++)
            if (values[i] != 0 && model.Everybody.Present[i] > 0)
            {
                Listed.Genotype[number] = values[i];
                listed[number++] = i;
            }

        Fill(number, 0, target);
    }

    /// <summary>Lays out all people; once for a variant.</summary>
    public void FillEverybody()
    {
        if (isDense)
            return;
        isDense = true;
        Array.Clear(Everybody.Genotype);
        model.Everybody.Present.CopyTo(Everybody.Present.AsSpan());
        for (var i = 0; i < Count; i++)
        {
            Everybody.Genotype[listed[i]] = Listed.Genotype[i];
            Everybody.Present[listed[i]] = Listed.Present[i];
        }
    }

    private int Count { get; set; }

    /// <summary>Lists the people with another genotype than most, with its value.</summary>
    private int List(ReadOnlySpan<byte> packed, int rest, ReadOnlySpan<double> value)
    {
        unchecked // indices of people
        {
            var number = 0;
            var people = model.People;
            ref var to = ref MemoryMarshal.GetArrayDataReference(listed);
            ref var genotype = ref MemoryMarshal.GetArrayDataReference(Listed.Genotype);
            ref var present = ref MemoryMarshal.GetArrayDataReference(model.Everybody.Present);
            var pattern = 0x5555555555555555UL * (uint)rest;
            for (var from = 0; from < people; from += 32)
            {
                var difference = Word(packed, from / 4) ^ pattern;
                var word = difference ^ pattern;
                difference = (difference | (difference >> 1)) & 0x5555555555555555;
                if (people - from < 32)
                    difference &= (1UL << (2 * (people - from))) - 1;
                for (; difference != 0; difference &= difference - 1)
                {
                    var at = BitOperations.TrailingZeroCount(difference);
                    var person = from + (at >> 1);
                    Unsafe.Add(ref to, number) = person;
                    Unsafe.Add(ref genotype, number) = value[(int)(word >> at) & 3];
                    number += Unsafe.Add(ref present, person) > 0 ? 1 : 0;
                }
            }

            return number;
        }
    }

    private static ulong Word(ReadOnlySpan<byte> packed, int at)
    {
        if (packed.Length - at >= 8)
            return BinaryPrimitives.ReadUInt64LittleEndian(packed[at..]);
        Span<byte> last = stackalloc byte[8];
        last.Clear();
        packed[at..].CopyTo(last);
        return BinaryPrimitives.ReadUInt64LittleEndian(last);
    }

    private void Fill(int number, double origin, Span<double> target)
    {
        var everybody = model.Everybody;
        (Count, isDense) = (number, false);
        var (missing, sum, least, most) = (0, 0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < number; i++)
        {
            var g = Listed.Genotype[i];
            if (double.IsNaN(g))
            {
                missing++;
                (Listed.Genotype[i], Listed.Present[i]) = (0, 0);
                continue;
            }

            Listed.Present[i] = 1;
            sum += g;
            (least, most) = (Math.Min(least, g), Math.Max(most, g));
        }

        Listed.HasMissing = missing > 0;
        (People, MissingPeople) = (model.Counted - missing, missing);
        // People who are not listed have 0.
        if (model.Counted > number)
            (least, most) = (Math.Min(least, 0), Math.Max(most, 0));
        Varies = most > least;
        Listed.Rows = RowSet.Padded(number);
        IsSparse = Listed.Rows * 10 < everybody.Rows * 8;
        Pad(number);
        if (IsSparse)
            for (var j = 0; j < model.Covariates; j++)
                Gather(everybody.Columns.AsSpan(j * everybody.Stride, everybody.Stride), Listed.Columns.AsSpan(j * Listed.Stride), number);
        Cases = 0;
        target.Clear();
        foreach (var row in model.CaseRows)
        {
            var at = Array.BinarySearch(listed, 0, number, row);
            if (at >= 0 && Listed.Present[at] == 0)
                continue;
            Cases++;
            target[0]++;
            for (var j = 0; j < model.Covariates; j++)
                target[j + 1] += everybody.Columns[(j * everybody.Stride) + row];
            target[^1] += at >= 0 ? Listed.Genotype[at] : 0;
        }

        Copies = (sum + (origin * People), target[^1] + (origin * Cases));
        WithoutRarer = (Copies.All > People ? 2 : 0) - origin;
    }

    /// <summary>Rows up to the next full tile are put in as they are taken out.</summary>
    private void Pad(int number)
    {
        for (var i = number; i < Listed.Rows; i++)
        {
            (Listed.Genotype[i], Listed.Present[i]) = (0, 1);
            for (var j = 0; j < model.Covariates; j++)
                Listed.Columns[(j * Listed.Stride) + i] = 0;
        }
    }

    private void Gather(ReadOnlySpan<double> from, Span<double> to, int number)
    {
        unchecked
        {
            ref var source = ref MemoryMarshal.GetReference(from);
            for (var i = 0; i < number; i++)
                to[i] = Unsafe.Add(ref source, listed[i]);
        }
    }
}
