using Longwatch.Exchange.Faers;
using Longwatch.Statistics.Random;

namespace Longwatch.Exchange.Tests.Faers;

public sealed class FaersCellsTests
{
    [Fact]
    public void Ids_are_those_read_digit_by_digit()
    {
        var random = new Philox(13, 0);
        for (var round = 0; round < 20_000; round++)
        {
            byte[] field = [.. Enumerable.Range(0, round % 20).Select(_ => (byte)('0' + (int)(random.NextDouble() * 10)))];
            Compare(field);
        }
    }

    [Fact]
    public void Any_other_byte_at_any_place_makes_it_no_id()
    {
        for (var length = 1; length <= 18; length++)
        for (var place = 0; place < length; place++)
        for (var other = 0; other < 256; other++)
        {
            var field = Enumerable.Repeat((byte)'9', length).ToArray();
            field[place] = (byte)other;
            Compare(field);
        }
    }

    private static void Compare(byte[] field)
    {
        long expected = 0;
        var good = field.Length is > 0 and <= 18 && field.All(b => b is >= (byte)'0' and <= (byte)'9');
        if (good)
            foreach (var b in field)
                expected = (10 * expected) + b - '0';

        Assert.Equal(good && expected > 0, FaersCells.TryId(field, out var id));
        if (good)
            Assert.Equal(expected, id);
    }
}
