using System.Runtime.CompilerServices;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Candidate reads from all threads. Above the limit of fragments it keeps a share, chosen by the hash of the name: the same for any order of arrival.</summary>
internal sealed class CandidateStore(int maxFragments)
{
    private readonly Lock gate = new();
    private readonly HashSet<ulong> fragments = [];
    private readonly List<(ulong Hash, CandidateRead Read)> reads = [];
    private ulong highest = ulong.MaxValue;
    private int halvings;
    private long seen;

    /// <summary>Candidate reads so far, kept or not.</summary>
    public long Seen => Volatile.Read(ref seen);

    public double KeptShare => Math.Pow(2, -halvings);

    /// <summary>False when a fragment with this hash is not kept, so that its reads need not be made.</summary>
    public bool Wants(ulong nameHash) => nameHash <= Volatile.Read(ref highest);

    /// <summary>Adds a read, or counts it.</summary>
    /// <param name="read">Null for one that is not wanted, which is counted only.</param>
    public void Add(ulong nameHash, CandidateRead? read)
    {
        lock (gate)
        {
            seen++;
            if (read is null || nameHash > highest)
                return;
            fragments.Add(nameHash);
            reads.Add((nameHash, read));
            while (fragments.Count > maxFragments)
            {
                halvings++;
                highest /= 2;
                fragments.RemoveWhere(hash => hash > highest);
                reads.RemoveAll(r => r.Hash > highest);
            }
        }
    }

    /// <summary>In input order.</summary>
    public IReadOnlyList<CandidateRead> Finish()
    {
        reads.Sort((a, b) => a.Read.Ordinal.CompareTo(b.Read.Ordinal));
        return [.. reads.Select(r => r.Read)];
    }
}

/// <summary>64-bit hash of a read name; the same on every machine and in every run.</summary>
internal static class NameHash
{
    public static ulong Of(ReadOnlySpan<byte> name)
    {
        unchecked
        {
            var hash = 0xCBF29CE484222325UL ^ (ulong)name.Length;
            while (name.Length >= 8)
            {
                hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(in name[0]));
                name = name[8..];
            }

            var tail = 0UL;
            for (var i = 0; i < name.Length; i++)
                tail |= (ulong)name[i] << (8 * i);
            return Mix(Mix(hash ^ tail));
        }
    }

    /// <summary>Multiply and fold, as the finaliser of MurmurHash3 does.</summary>
    private static ulong Mix(ulong x)
    {
        unchecked
        {
            x *= 0xFF51AFD7ED558CCDUL;
            return x ^ (x >> 32);
        }
    }
}
