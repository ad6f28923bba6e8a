using System.Text;

namespace Longwatch.Exchange.Tests.Cohorts;

/// <summary>Damages a few files of a folder at random: bytes, lines and cells.</summary>
internal sealed class Damage(int seed)
{
    private static readonly string[] Hostile =
    [
        "",
        "\"",
        "\"\"",
        "=1",
        "NaN",
        "-1",
        "1e999",
        "99999999999999999999",
        "2024-02-30",
        "0000-00-00",
        "🧬",
        "\0",
        "\uFEFF",
        "\r",
        "x,y",
        "P1",
        "N1",
        "dead",
        "2024-01-01",
        "yes",
        "valid",
    ];

    private readonly Random random = new(seed);

    public void Do(string folder)
    {
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToArray();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var file = files[random.Next(files.Length)];
            File.WriteAllBytes(file, random.Next(2) == 0 ? Bytes(File.ReadAllBytes(file)) : Lines(File.ReadAllText(file, Encoding.Latin1)));
        }
    }

    private byte[] Bytes(byte[] bytes)
    {
        var at = random.Next(bytes.Length + 1);
        var to = Math.Min(bytes.Length, at + random.Next(4));
        var inserted = new byte[random.Next(3)];
        random.NextBytes(inserted);
        return random.Next(4) == 0 ? bytes[..at] : [.. bytes[..at], .. inserted, .. bytes[to..]];
    }

    private byte[] Lines(string text)
    {
        var lines = text.Split('\n').ToList();
        int at = random.Next(lines.Count),
            other = random.Next(lines.Count);
        switch (random.Next(4))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(other, lines[at]);
                break;
            case 2:
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            default:
                var cells = lines[at].Split(',');
                cells[random.Next(cells.Length)] = Hostile[random.Next(Hostile.Length)];
                lines[at] = string.Join(',', cells);
                break;
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
