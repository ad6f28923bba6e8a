using System.Text;
using Longwatch.Exchange.Faers;
using Longwatch.Statistics.Random;

namespace Longwatch.Exchange.Tests.Faers;

public sealed class NameTableTests
{
    [Fact]
    public void The_digest_is_that_of_the_plain_way_byte_by_byte()
    {
        var random = new Philox(11, 0);
        for (var length = 0; length < 70; length++)
        {
            byte[] name = [.. Enumerable.Range(0, length).Select(_ => (byte)(random.NextDouble() * 256))];
            Assert.Equal(Plain(name), NameTable.Hash(name));
        }
    }

    [Fact]
    public void A_table_that_was_cleared_numbers_as_a_new_one_does()
    {
        var (used, fresh) = (new NameTable(), new NameTable());
        foreach (var i in Enumerable.Range(0, 500))
            used.Add(Encoding.UTF8.GetBytes($"old {i}"));
        used.Clear();

        foreach (var i in Enumerable.Range(0, 900))
        {
            var name = Encoding.UTF8.GetBytes($"name {i * 7 % 300}");
            Assert.Equal(fresh.Add(name), used.Add(name));
        }

        Assert.Equal(300, used.Count);
        Assert.Equal("name 7", Encoding.UTF8.GetString(used[1]));
    }

    /// <summary>Eight bytes at a time, then the rest with its first byte highest.</summary>
    private static ulong Plain(byte[] name)
    {
        unchecked
        {
            var hash = (ulong)name.Length * 0x9E3779B97F4A7C15;
            var at = 0;
            for (; at + 8 <= name.Length; at += 8)
                hash = Mix(hash ^ BitConverter.ToUInt64(name, at));
            ulong rest = 0;
            for (var i = at; i < name.Length; i++)
                rest = (rest << 8) | name[i];
            return Mix(hash ^ rest ^ ((ulong)(name.Length - at) << 56));
        }

        static ulong Mix(ulong value)
        {
            unchecked
            {
                value *= 0x9E3779B97F4A7C15;
                value ^= value >> 32;
                value *= 0x9E3779B97F4A7C15;
                return value ^ (value >> 29);
            }
        }
    }
}
