using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using FsCheck;
using FsCheck.Fluent;
using Longwatch.Exchange.Csv;
using CsvReader = Longwatch.Exchange.Csv.CsvReader;

namespace Longwatch.Exchange.Tests.Csv;

public sealed class CsvReaderTests
{
    private static readonly string[] Alphabet = ["a", "Z", "0", ",", "\"", "\n", "\r\n", " ", ";", "é", "漢", "🧬", "'", "=", "\t"];

    private static Gen<string> Cell => Gen.Elements(Alphabet).ArrayOf().Select(string.Concat);

    /// <summary>Tables of 1 to 4 columns. A row of one empty cell is an empty line, so such a cell is made to hold something.</summary>
    private static Gen<string[][]> Table =>
        from width in Gen.Choose(1, 4)
        from rows in Cell.ArrayOf(width).ArrayOf()
        select rows.Select(r => r is [""] ? ["x"] : r).ToArray();

    [Fact]
    public void What_is_written_is_read()
    {
        Prop.ForAll(Table.ToArbitrary(), table => Same(table, Read(Write(table), CsvLimits.Default).Rows))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20240411, 7));
    }

    [Fact]
    public void The_library_CsvHelper_reads_the_same_cells()
    {
        Prop.ForAll(Table.ToArbitrary(), table => Same(Peer(Write(table)), Read(Write(table), CsvLimits.Default).Rows))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20240411, 9));
    }

    [Fact]
    public void A_small_buffer_that_must_grow_reads_the_same()
    {
        string[][] table = [.. Enumerable.Range(0, 300).Select(i => new[] { new string('x', i), "a\"b\n", $"{i}" })];

        Assert.True(Same(table, Read(Write(table), new CsvLimits { RecordBytes = 400 }).Rows));
    }

    [Theory]
    [InlineData("a,b\n1,\"x\ny\"z\n3,4\n", 2, "1", "4")]
    [InlineData("a,b\n1,\"2\n3,4\n", 2, "1", "4")]
    [InlineData("a,b\n\"x\ny\",2\n3,4\"\n5,6\n", 4, "3", "6")]
    public void A_fault_is_told_with_its_physical_line_and_the_next_record_is_read(string text, int line, string first, string last)
    {
        var (rows, problems) = Read(Encoding.UTF8.GetBytes(text), CsvLimits.Default);

        Assert.Equal(line, problems[0].Line);
        Assert.Equal(last, rows[^1][^1]);
        Assert.DoesNotContain(rows, r => r[0] == first && r.Length > 2);
    }

    [Theory]
    [InlineData(100, 50, "a,b\n1,", 200, "record of more than 100 bytes")]
    [InlineData(1000, 50, "a,b\n1,", 60, "cell of more than 50 bytes")]
    public void A_record_or_cell_beyond_the_limit_is_refused(int record, int cell, string start, int length, string found)
    {
        var (_, problems) = Read(
            Encoding.UTF8.GetBytes(start + new string('x', length) + "\n"),
            new CsvLimits { RecordBytes = record, CellBytes = cell }
        );

        Assert.Contains(found, Assert.Single(problems).Found, StringComparison.Ordinal);
        Assert.Equal(2, problems[0].Line);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused()
    {
        var (_, problems) = Read(Encoding.UTF8.GetBytes("a,b\n" + new string('x', 200)), new CsvLimits { FileBytes = 100 });

        Assert.Contains("file of more than 100 bytes", Assert.Single(problems).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_at_all_give_rows_or_problems_and_never_an_exception()
    {
        var bytes = Gen.Elements<byte>(0, 10, 13, 34, 44, 65, 0xC3, 0xA4, 0xEF, 0xBB, 0xBF, 0xFF).ArrayOf();
        Prop.ForAll(
                bytes.ToArbitrary(),
                text =>
                {
                    var (rows, problems) = Read(text, new CsvLimits { RecordBytes = 64, CellBytes = 32 });
                    return rows.Count > 0 || problems.Count > 0;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20240411, 11).WithEndSize(200));
    }

    internal static byte[] Write(IEnumerable<string[]> table)
    {
        var bytes = new StringBuilder();
        foreach (var row in table)
            bytes.AppendJoin(',', row.Select(Quote)).Append('\n');
        return Encoding.UTF8.GetBytes(bytes.ToString());
    }

    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static (List<string[]> Rows, IReadOnlyList<Problem> Problems) Read(byte[] text, CsvLimits limits)
    {
        var log = new ProblemLog("t.csv", 1000);
        using var reader = new CsvReader(new MemoryStream(text), log, limits);
        var rows = new List<string[]>();
        while (reader.Read())
        {
            var row = new string[reader.Count];
            for (var i = 0; i < row.Length; i++)
                row[i] = Encoding.UTF8.GetString(reader[i]);
            rows.Add(row);
        }

        return (text.Length == 0 ? [] : rows, ProblemLog.Join([log]).Listed);
    }

    private static List<string[]> Peer(byte[] text)
    {
        using var stream = new StreamReader(new MemoryStream(text), new UTF8Encoding(false));
        using var parser = new CsvParser(stream, new CsvConfiguration(CultureInfo.InvariantCulture) { IgnoreBlankLines = false });
        var rows = new List<string[]>();
        while (parser.Read())
            rows.Add([.. parser.Record!]);
        return rows;
    }

    private static bool Same(IReadOnlyCollection<string[]> a, IReadOnlyCollection<string[]> b) =>
        a.Count == b.Count && a.Zip(b).All(p => p.First.SequenceEqual(p.Second, StringComparer.Ordinal));
}
