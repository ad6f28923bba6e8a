using System.Globalization;
using System.Text;

namespace Longwatch.Portal.Accounts.Own;

/// <summary>QR codes (ISO/IEC 18004, model 2) of text up to 331 bytes: byte mode, error correction level M, versions 1 to 13.</summary>
/// <remarks>
/// Written here because the packages at hand bring a drawing library with them; tested by reading the picture with another program's decoder.
/// The mask is chosen by the standard's four penalties.
/// </remarks>
internal sealed class QrCode
{
    // ISO/IEC 18004 table 9, level M, versions 1 to 13: codewords of error correction a block; blocks; data codewords of the short blocks; blocks with one more.
    private static readonly (int Ecc, int Blocks, int Data, int Longer)[] Versions =
    [
        (10, 1, 16, 0),
        (16, 1, 28, 0),
        (26, 1, 44, 0),
        (18, 2, 32, 0),
        (24, 2, 43, 0),
        (16, 4, 27, 0),
        (18, 4, 31, 0),
        (22, 4, 38, 2),
        (22, 5, 36, 2),
        (26, 5, 43, 1),
        (30, 5, 50, 4),
        (22, 8, 36, 2),
        (22, 9, 37, 1),
    ];

    /// <summary>Middles of the alignment patterns by version (annex E).</summary>
    private static readonly int[][] Alignment =
    [
        [],
        [6, 18],
        [6, 22],
        [6, 26],
        [6, 30],
        [6, 34],
        [6, 22, 38],
        [6, 24, 42],
        [6, 26, 46],
        [6, 28, 50],
        [6, 30, 54],
        [6, 32, 58],
        [6, 34, 62],
    ];

    private readonly int version;
    private readonly bool[,] dark;
    private readonly bool[,] fixedModule;

    private QrCode(int version)
    {
        this.version = version;
        Size = 17 + (4 * version);
        dark = new bool[Size, Size];
        fixedModule = new bool[Size, Size];
    }

    /// <summary>Modules on a side, without the quiet zone.</summary>
    internal int Size { get; }

    internal bool this[int row, int column] => dark[row, column];

    /// <summary>The code of a text.</summary>
    /// <exception cref="ArgumentException">The text is longer than 331 bytes of UTF-8.</exception>
    internal static QrCode Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var number = 1;
        for (; number <= Versions.Length; number++)
        {
            var (_, blocks, data, longer) = Versions[number - 1];
            if (4 + (number < 10 ? 8 : 16) + (8 * bytes.Length) <= 8 * ((blocks * data) + longer))
                break;
        }

        if (number > Versions.Length)
            throw new ArgumentException("The text is too long for a QR code of this kind.", nameof(text));
        var codewords = Interleave(number, Data(number, bytes));
        QrCode? best = null;
        var least = int.MaxValue;
        for (var mask = 0; mask < 8; mask++)
        {
            var code = new QrCode(number);
            code.DrawPatterns();
            code.DrawCodewords(codewords, mask);
            code.DrawFormat(mask);
            if (code.Penalty() is var penalty && penalty < least)
                (best, least) = (code, penalty);
        }

        return best!;
    }

    /// <summary>One path of SVG, a unit a module, with a quiet zone of four modules.</summary>
    internal string Path()
    {
        var path = new StringBuilder();
        for (var row = 0; row < Size; row++)
        for (var column = 0; column < Size; column++)
            if (dark[row, column])
                path.Append(CultureInfo.InvariantCulture, $"M{column + 4} {row + 4}h1v1h-1z");
        return path.ToString();
    }

    private static byte[] Data(int number, byte[] bytes)
    {
        var (_, blocks, each, longer) = Versions[number - 1];
        var data = new byte[(blocks * each) + longer];
        var at = 0;
        void Put(int value, int bits)
        {
            for (var i = bits - 1; i >= 0; i--, at++)
                if ((value >> i & 1) != 0)
                    data[at >> 3] |= (byte)(0x80 >> (at & 7));
        }

        Put(4, 4); // byte mode
        Put(bytes.Length, number < 10 ? 8 : 16);
        foreach (var b in bytes)
            Put(b, 8);
        at = Math.Min(at + 4, data.Length * 8); // terminator
        at = (at + 7) & ~7;
        for (var pad = 0xEC; at < data.Length * 8; pad ^= 0xEC ^ 0x11)
            Put(pad, 8);
        return data;
    }

    private static byte[] Interleave(int number, byte[] data)
    {
        var (ecc, blocks, each, longer) = Versions[number - 1];
        var generator = Generator(ecc);
        var parts = new List<(byte[] Data, byte[] Ecc)>();
        var at = 0;
        for (var block = 0; block < blocks; block++)
        {
            var length = each + (block >= blocks - longer ? 1 : 0);
            var part = data[at..(at + length)];
            at += length;
            parts.Add((part, Remainder(part, generator)));
        }

        var all = new List<byte>();
        for (var i = 0; i <= each; i++)
            all.AddRange(parts.Where(p => i < p.Data.Length).Select(p => p.Data[i]));
        for (var i = 0; i < ecc; i++)
            all.AddRange(parts.Select(p => p.Ecc[i]));
        return [.. all];
    }

    /// <summary>Product in GF(256) modulo x⁸+x⁴+x³+x²+1 (0x11D).</summary>
    private static byte Times(byte a, byte b)
    {
        var product = 0;
        for (var i = 7; i >= 0; i--)
        {
            product = (product << 1) ^ ((product >> 7) * 0x11D);
            product ^= ((b >> i) & 1) * a;
        }

        return (byte)product;
    }

    private static byte[] Generator(int degree)
    {
        var polynomial = new byte[degree];
        polynomial[^1] = 1;
        byte root = 1;
        for (var i = 0; i < degree; i++)
        {
            for (var j = 0; j < degree; j++)
                polynomial[j] = (byte)(Times(polynomial[j], root) ^ (j + 1 < degree ? polynomial[j + 1] : 0));
            root = Times(root, 2);
        }

        return polynomial;
    }

    private static byte[] Remainder(byte[] data, byte[] generator)
    {
        var rest = new byte[generator.Length];
        foreach (var b in data)
        {
            var factor = (byte)(b ^ rest[0]);
            Array.Copy(rest, 1, rest, 0, rest.Length - 1);
            rest[^1] = 0;
            for (var i = 0; i < rest.Length; i++)
                rest[i] ^= Times(generator[i], factor);
        }

        return rest;
    }

    private void Set(int row, int column, bool on)
    {
        dark[row, column] = on;
        fixedModule[row, column] = true;
    }

    private void DrawPatterns()
    {
        for (var i = 0; i < Size; i++)
        {
            Set(6, i, i % 2 == 0);
            Set(i, 6, i % 2 == 0);
        }

        foreach (var (row, column) in new[] { (3, 3), (3, Size - 4), (Size - 4, 3) })
            for (var y = -4; y <= 4; y++)
            for (var x = -4; x <= 4; x++)
                if (row + y >= 0 && row + y < Size && column + x >= 0 && column + x < Size)
                    Set(row + y, column + x, Math.Max(Math.Abs(y), Math.Abs(x)) is not (2 or 4));
        var middles = Alignment[version - 1];
        var far = Size - 7;
        foreach (var row in middles)
        foreach (var column in middles)
            if (!((row == 6 && column is 6) || (row == 6 && column == far) || (row == far && column == 6))) // there a finder is
                for (var y = -2; y <= 2; y++)
                for (var x = -2; x <= 2; x++)
                    Set(row + y, column + x, Math.Max(Math.Abs(y), Math.Abs(x)) != 1);
        DrawFormat(0); // keeps the places
        if (version < 7)
            return;
        var bits = version;
        for (var i = 0; i < 12; i++)
            bits = (bits << 1) ^ ((bits >> 11) * 0x1F25); // BCH(18,6), annex D
        bits |= version << 12;
        for (var i = 0; i < 18; i++)
        {
            var on = (bits >> i & 1) != 0;
            Set(Size - 11 + (i % 3), i / 3, on);
            Set(i / 3, Size - 11 + (i % 3), on);
        }
    }

    private void DrawFormat(int mask)
    {
        var data = mask; // level M is 00
        var bits = data;
        for (var i = 0; i < 10; i++)
            bits = (bits << 1) ^ ((bits >> 9) * 0x537); // BCH(15,5), annex C
        bits = ((data << 10) | bits) ^ 0x5412;
        bool On(int i) => (bits >> i & 1) != 0;
        for (var i = 0; i <= 5; i++)
            Set(i, 8, On(i));
        Set(7, 8, On(6));
        Set(8, 8, On(7));
        Set(8, 7, On(8));
        for (var i = 9; i < 15; i++)
            Set(8, 14 - i, On(i));
        for (var i = 0; i < 8; i++)
            Set(8, Size - 1 - i, On(i));
        for (var i = 8; i < 15; i++)
            Set(Size - 15 + i, 8, On(i));
        Set(Size - 8, 8, true);
    }

    private void DrawCodewords(byte[] codewords, int mask)
    {
        var at = 0;
        for (var right = Size - 1; right >= 1; right -= 2)
        {
            if (right == 6)
                right = 5;
            for (var step = 0; step < Size; step++)
            for (var j = 0; j < 2; j++)
            {
                var column = right - j;
                var row = ((right + 1) & 2) == 0 ? Size - 1 - step : step;
                if (fixedModule[row, column])
                    continue;
                var on = at < codewords.Length * 8 && (codewords[at >> 3] >> (7 - (at & 7)) & 1) != 0;
                at++;
                dark[row, column] = on ^ IsMasked(mask, row, column);
            }
        }
    }

    private static bool IsMasked(int mask, int row, int column) =>
        mask switch
        {
            0 => (row + column) % 2 == 0,
            1 => row % 2 == 0,
            2 => column % 3 == 0,
            3 => (row + column) % 3 == 0,
            4 => ((row / 2) + (column / 3)) % 2 == 0,
            5 => (row * column % 2) + (row * column % 3) == 0,
            6 => ((row * column % 2) + (row * column % 3)) % 2 == 0,
            _ => (((row + column) % 2) + (row * column % 3)) % 2 == 0,
        };

    /// <summary>The four penalties of 7.8.3: runs, blocks, patterns like a finder, and the share of dark modules.</summary>
    private int Penalty()
    {
        var penalty = 0;
        var on = 0;
        for (var i = 0; i < Size; i++)
        {
            penalty += Line(j => dark[i, j]) + Line(j => dark[j, i]);
            for (var j = 0; j < Size; j++)
            {
                on += dark[i, j] ? 1 : 0;
                if (i > 0 && j > 0 && dark[i, j] == dark[i - 1, j] && dark[i, j] == dark[i, j - 1] && dark[i, j] == dark[i - 1, j - 1])
                    penalty += 3;
            }
        }

        return penalty + (10 * (Math.Abs((20 * on) - (10 * Size * Size)) / (Size * Size)));
    }

    private int Line(Func<int, bool> module)
    {
        var (penalty, run, window) = (0, 0, 0);
        for (var i = 0; i < Size; i++)
        {
            run = i > 0 && module(i) == module(i - 1) ? run + 1 : 1;
            penalty += run switch
            {
                5 => 3,
                > 5 => 1,
                _ => 0,
            };
            window = ((window << 1) | (module(i) ? 1 : 0)) & 0x7FF;
            if (i >= 10 && window is 0b10111010000 or 0b00001011101)
                penalty += 40;
        }

        return penalty;
    }
}
