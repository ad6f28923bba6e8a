using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Longwatch.Genomics.Evidence;

/// <summary>Places parts of reads on a host genome with bwa or minimap2.</summary>
/// <remarks>
/// bwa with the index beside the FASTA; for a genome up to 100 Mb without one an index is made in the user's cache, by the hash of the file; else
/// minimap2, which builds its index on the fly. Same answer for any number of threads: bwa is given a fixed batch (-K).
/// </remarks>
internal sealed class HostAligner
{
    /// <summary>Up to this size bwa indexes in less time than a user notices (6 Mb: 3 s; 100 Mb: about a minute).</summary>
    private const long LargestIndexed = 100_000_000;

    private readonly string _program;
    private readonly string _target;

    private HostAligner(string program, string target, string description)
    {
        (_program, _target, Description) = (program, target, description);
    }

    /// <summary>Program and options, for the report.</summary>
    public string Description { get; }

    /// <summary>Chooses program and index.</summary>
    /// <param name="wholeGenome">False: null instead of letting minimap2 read a whole genome for a few parts.</param>
    public static HostAligner? Choose(FileInfo reference, PlacementOptions options, bool wholeGenome, CancellationToken cancellation)
    {
        var bwa = options.Program is null or "bwa" && AlignerProcess.Exists("bwa");
        if (bwa && File.Exists(reference.FullName + ".bwt") && File.Exists(reference.FullName + ".sa"))
            return new("bwa", reference.FullName, "bwa mem");
        if (bwa && reference.Length <= LargestIndexed)
            return new("bwa", Indexed(reference, options.Cache, cancellation), "bwa mem");
        if (!wholeGenome)
            return null;
        if (AlignerProcess.Exists("minimap2"))
            return new("minimap2", reference.FullName, "minimap2 -x sr");
        throw new UnreadableInputException("bwa", null, AlignerProcess.Missing("bwa"));
    }

    /// <summary>Places every query; hits of a query in the order that the program reports them, the primary one first.</summary>
    public Dictionary<HostQuery, List<HostHit>> Align(
        IReadOnlyList<HostQuery> queries,
        IReadOnlyList<FragmentEvidence> fragments,
        int threads,
        CancellationToken cancellation
    )
    {
        var hits = new Dictionary<HostQuery, List<HostHit>>(queries.Count);
        if (queries.Count == 0)
            return hits;
        // Created with access for the owner only.
        var folder = Directory.CreateTempSubdirectory("longwatch-");
        try
        {
            var reads = Path.Combine(folder.FullName, "parts.fq");
            Write(reads, queries, fragments);
            var parser = new SamHits(_program, queries, fragments, hits);
            AlignerProcess.Run(_program, Arguments(threads, reads), parser.Take, cancellation);
            parser.Finish();
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return hits;
    }

    private string[] Arguments(int threads, string reads)
    {
        var count = Math.Max(1, threads).ToString(CultureInfo.InvariantCulture);
        return _program == "bwa"
            // Parts are short: seeds from 15 bases and a score from 18; -a reports the other places of a repeat.
            ? ["mem", "-t", count, "-K", "10000000", "-k", "15", "-T", "18", "-a", "-Y", "-v", "1", _target, reads]
            : ["-a", "-x", "sr", "-t", count, "--secondary=yes", "-N", "20", "-p", "0.9", "-Y", "-K", "10M", _target, reads];
    }

    private static void Write(string path, IReadOnlyList<HostQuery> queries, IReadOnlyList<FragmentEvidence> fragments)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        for (var i = 0; i < queries.Count; i++)
        {
            var query = queries[i];
            var read = fragments[query.Fragment].Reads[query.Read].Read;
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"@{i}"));
            file.WriteLine(Encoding.ASCII.GetString(read.Bases, query.Start, query.End - query.Start));
            file.WriteLine("+");
            for (var at = query.Start; at < query.End; at++)
                file.Write((char)(33 + Math.Min((byte)60, read.Qualities.Length == 0 ? (byte)30 : read.Qualities[at])));
            file.WriteLine();
        }
    }

    private static string UserCache
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(home))
                home = Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
                    ".cache"
                );
            return Path.Combine(Path.GetFullPath(home), "longwatch");
        }
    }

    private static string Indexed(FileInfo reference, DirectoryInfo? folder, CancellationToken cancellation)
    {
        string hash;
        using (var file = reference.OpenRead())
            hash = Convert.ToHexStringLower(SHA256.HashData(file));
        var cache = Path.Combine(folder?.FullName ?? UserCache, "bwa", hash);
        var prefix = Path.Combine(cache, "host");
        if (File.Exists(prefix + ".sa"))
            return prefix;
        var made = Path.Combine(Path.GetDirectoryName(cache)!, $"{hash}.{Path.GetRandomFileName()}"); // two runs at once, also within one process, make their own
        try
        {
            Directory.CreateDirectory(made);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableInputException(
                reference.FullName,
                null,
                $"has no bwa index, and none can be kept in {cache}: {error.Message} Make it beside the file: bwa index {reference.Name}"
            );
        }

        try
        {
            AlignerProcess.Run("bwa", ["index", "-p", Path.Combine(made, "host"), reference.FullName], _ => { }, cancellation);
            Directory.Move(made, cache);
        }
        catch (IOException) when (File.Exists(prefix + ".sa"))
        {
            // Another run made the same index in the meantime.
        }
        finally
        {
            if (Directory.Exists(made))
                Directory.Delete(made, recursive: true);
        }

        return prefix;
    }
}
