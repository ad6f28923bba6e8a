using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Longwatch.Exchange.Faers;

/// <summary>Numbers distinct byte strings in the order in which they are first seen, without making text of them.</summary>
internal sealed class NameTable
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private int[] slots;
    private ulong[] hashes = new ulong[64];
    private int[] starts = new int[65];
    private byte[] bytes = new byte[2048];
    private int count;

    internal NameTable(int capacity = 128) => slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, capacity))];

    internal int Count => count;

    internal ReadOnlySpan<byte> this[int name] => bytes.AsSpan(starts[name], starts[name + 1] - starts[name]);

    /// <summary>Forgets all names and keeps the room for them.</summary>
    internal void Clear()
    {
        Array.Clear(slots);
        count = 0;
    }

    /// <summary>The number of the name; a new one when it was not seen before.</summary>
    internal int Add(ReadOnlySpan<byte> name)
    {
        var hash = Hash(name);
        var mask = slots.Length - 1;
        var slot = (int)(hash >> 33) & mask;
        while (slots[slot] is > 0 and var taken)
        {
            if (hashes[taken - 1] == hash && this[taken - 1].SequenceEqual(name))
                return taken - 1;
            slot = (slot + 1) & mask;
        }

        if (count == hashes.Length)
        {
            Array.Resize(ref hashes, 2 * count);
            Array.Resize(ref starts, (2 * count) + 1);
        }

        if (starts[count] + name.Length > bytes.Length)
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, starts[count] + name.Length));
        name.CopyTo(bytes.AsSpan(starts[count]));
        starts[count + 1] = starts[count] + name.Length;
        hashes[count] = hash;
        slots[slot] = ++count;
        if (2 * count > slots.Length)
            Grow();
        return count - 1;
    }

    /// <summary>64 bits that depend on every byte and on the length. Not for cryptography.</summary>
    internal static ulong Hash(ReadOnlySpan<byte> name)
    {
        unchecked // arithmetic of a hash wraps around
        {
            var whole = name;
            var hash = (ulong)name.Length * Multiplier;
            while (name.Length >= 8)
            {
                hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name));
                name = name[8..];
            }

            // What is left over, first byte highest: of a long name the end of its last eight bytes.
            ulong rest = 0;
            if (whole.Length >= 8)
                rest = BinaryPrimitives.ReadUInt64BigEndian(whole[^8..]) & ((1UL << (8 * name.Length)) - 1);
            else
                foreach (var b in name)
                    rest = (rest << 8) | b;
            return Mix(hash ^ rest ^ ((ulong)name.Length << 56));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value *= Multiplier;
            value ^= value >> 32;
            value *= Multiplier;
            return value ^ (value >> 29);
        }
    }

    private void Grow()
    {
        slots = new int[2 * slots.Length];
        var mask = slots.Length - 1;
        for (var name = 0; name < count; name++)
        {
            var slot = (int)(hashes[name] >> 33) & mask;
            while (slots[slot] != 0)
                slot = (slot + 1) & mask;
            slots[slot] = name + 1;
        }
    }
}
