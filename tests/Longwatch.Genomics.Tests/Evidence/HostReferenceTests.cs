using System.Diagnostics;
using System.Text;
using Longwatch.Genomics.Evidence;

namespace Longwatch.Genomics.Tests.Evidence;

public sealed class HostReferenceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("longwatch-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Bases_are_those_of_the_file_with_and_without_an_index(string newLine)
    {
        var make = new Synthetic(11);
        var (first, second) = (make.Dna(605), make.Dna(120));
        var path = Write(Fasta(newLine, ("one some words", first), ("two", second.ToLowerInvariant())));
        using var scanned = HostReference.Open(new(path));
        Check(scanned);

        // samtools faidx writes for these sequences: name, length, offset, 60 bases and 60 + line end per line.
        var width = 60 + newLine.Length;
        var offset = ">one some words".Length + newLine.Length;
        var next = offset + (10 * width) + 5 + newLine.Length + ">two".Length + newLine.Length;
        File.WriteAllText(path + ".fai", $"one\t605\t{offset}\t60\t{width}\ntwo\t120\t{next}\t60\t{width}\n");
        using var indexed = HostReference.Open(new(path));
        Check(indexed);

        void Check(HostReference reference)
        {
            Assert.Equal(["one", "two"], reference.Contigs);
            Assert.Equal((605, 120, 725), (reference.Length("one"), reference.Length("two"), reference.TotalLength));
            Assert.Equal(first, Text(reference.Fetch("one", 0, 1_000)));
            Assert.Equal(first[58..124], Text(reference.Fetch("one", 58, 66)));
            Assert.Equal(first[..10], Text(reference.Fetch("one", -5, 15)));
            Assert.Equal(second[119..], Text(reference.Fetch("two", 119, 5)));
            Assert.Empty(reference.Fetch("two", 120, 5));
            Assert.Empty(reference.Fetch("three", 0, 5));
        }
    }

    [Fact]
    public void Bases_are_those_that_samtools_gives()
    {
        Assert.SkipUnless(AlignerProcess.Exists("samtools"), "samtools is not installed");
        var given = Repository.Given("reference/22_20-21M.fa");
        // A copy, because samtools writes its index beside the file.
        var path = Path.Combine(_folder.FullName, "host.fa");
        File.Copy(given, path);
        using var reference = HostReference.Open(new(path));
        var contig = reference.Contigs[0];
        foreach (var (from, to) in ((int, int)[])[(1, 100), (59, 61), (123_456, 124_000), (999_000, 1_000_100)])
        {
            var lines = Run("samtools", "faidx", path, $"{contig}:{from}-{to}").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(string.Concat(lines.Skip(1)).ToUpperInvariant(), Text(reference.Fetch(contig, from - 1, to - from + 1)));
        }

        Assert.Equal(
            File.ReadAllText(path + ".fai").Split('\t')[1],
            reference.Length(contig).ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
    }

    [Theory]
    [InlineData("", "not FASTA")]
    [InlineData("ACGT\n", "not FASTA")]
    [InlineData(">a\nACGT\nACGTA\n", "line 3")]
    [InlineData(">a\nACG\nA\nACG\n", "line 4")]
    [InlineData(">a\nACG\n\nACG\n", "line 4")]
    [InlineData(">\nACG\n", "without a name")]
    [InlineData(">a\nACG\n>a\nACG\n", "two sequences named a")]
    [InlineData("\u001f\u008bxx", "compressed")]
    public void A_file_that_is_no_FASTA_is_refused_with_the_reason(string content, string reason)
    {
        var path = Path.Combine(_folder.FullName, "bad.fa");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));

        var error = Assert.Throws<UnreadableInputException>(() => HostReference.Open(new(path)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\t4\t3\t0\t5\n")]
    [InlineData("a\t999999999999\t3\t60\t61\n")]
    [InlineData("a\t400\t3\t60\t61\n")]
    [InlineData("a\t4\n")]
    [InlineData("")]
    public void An_index_that_does_not_fit_is_refused(string index)
    {
        var path = Write(">a\nACGT\n");
        File.WriteAllText(path + ".fai", index);

        Assert.Throws<UnreadableInputException>(() => HostReference.Open(new(path)));
    }

    private string Write(string content)
    {
        var path = Path.Combine(_folder.FullName, "host.fa");
        File.WriteAllText(path, content);
        return path;
    }

    internal static string Fasta(string newLine, params (string Name, string Bases)[] sequences)
    {
        var text = new StringBuilder();
        foreach (var (name, bases) in sequences)
        {
            text.Append('>').Append(name).Append(newLine);
            foreach (var line in bases.Chunk(60))
                text.Append(line).Append(newLine);
        }

        return text.ToString();
    }

    private static string Text(byte[] bases) => Encoding.ASCII.GetString(bases);

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
