using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Longwatch.Exchange.Cohorts;

/// <summary>Rows as they are read, each with its physical line. Grows in pieces, so that a long table is never held twice while it grows.</summary>
internal sealed class Rows<T>
{
    private const int Piece = 1 << 14;

    private readonly List<(T Value, int Line)[]> pieces = [];

    public int Count { get; private set; }

    public void Add(T value, int line)
    {
        if (Count == pieces.Count * Piece)
            pieces.Add(new (T, int)[Piece]);
        pieces[^1][Count++ % Piece] = (value, line);
    }

    /// <summary>All rows and their lines; empties the pieces on the way.</summary>
    public (ImmutableArray<T> Values, int[] Lines) Drain()
    {
        var values = new T[Count];
        var lines = new int[Count];
        Drain(values, lines);
        return (ImmutableCollectionsMarshal.AsImmutableArray(values), lines);
    }

    /// <summary>The same, sorted by a key; rows with equal keys keep the order of the file.</summary>
    public (ImmutableArray<T> Values, int[] Lines) Drain(Func<T, long> key)
    {
        var values = new T[Count];
        var lines = new int[Count];
        Drain(values, lines);
        var keys = new long[Count];
        var sorted = true;
        for (var i = 0; i < values.Length; i++)
        {
            keys[i] = key(values[i]);
            sorted &= i == 0 || keys[i - 1] <= keys[i];
        }

        if (!sorted)
        {
            var order = new int[values.Length];
            for (var i = 0; i < order.Length; i++)
                order[i] = i;
            Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
            values = Array.ConvertAll(order, i => values[i]);
            lines = Array.ConvertAll(order, i => lines[i]);
        }

        return (ImmutableCollectionsMarshal.AsImmutableArray(values), lines);
    }

    private void Drain(T[] values, int[] lines)
    {
        for (var i = 0; i < Count; i++)
        {
            (values[i], lines[i]) = pieces[i / Piece][i % Piece];
            if (i % Piece == Piece - 1)
                pieces[i / Piece] = [];
        }

        pieces.Clear();
    }
}
