using System.Text;
using Longwatch.Evaluation.Research;
using Longwatch.Genomics.Genotypes;
using Longwatch.Statistics.Association;

namespace Longwatch.Exchange.Research;

/// <summary>One of several parts of a file of genotypes: part <paramref name="Index"/> of <paramref name="Count"/>, counted from 1.</summary>
public readonly record struct Shard(int Index, int Count)
{
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>As <c>--shard</c> takes it.</summary>
    public override string ToString() => FormattableString.Invariant($"{Index}/{Count}");

    /// <summary>The variants of this part among so many.</summary>
    internal (long From, long To) Of(long variants) => (variants * (Index - 1) / Count, variants * Index / Count);
}

/// <summary>Tests the variants of a file in portions, on several threads. The text does not depend on their number.</summary>
internal sealed class GenotypeScan(AssociationNull model, ResearchOptions options, int threads)
{
    private const int Portion = 512;

    /// <summary>Called with each portion before it is tested: packed genotypes, sites, and their number.</summary>
    public Action<byte[], VariantSite[], int>? Seen { get; init; }

    /// <summary>Writes a line for each variant.</summary>
    /// <returns>Variants tested.</returns>
    public long Run(GenotypeFile file, Shard shard, Stream output, IProgress<double>? progress, CancellationToken cancellation)
    {
        var (from, to) = shard.Count == 1 ? (0, long.MaxValue) : shard.Of(file.Variants ?? CountOf(file.Name));
        file.Skip(from);
        output.Write(Encoding.UTF8.GetBytes(ScanText.Header));
        var testers = Enumerable.Range(0, threads).Select(_ => new AssociationTester(model)).ToArray();
        var (done, left) = (0L, to - from);
        var (now, next) = (new Batch(file.BytesPerVariant), new Batch(file.BytesPerVariant));
        now.Fill(file, left);
        while (now.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            left -= now.Count;
            // The next portion is read while this one is tested.
            var (ahead, rest) = (next, left);
            var reading = Task.Run(() => ahead.Fill(file, rest), CancellationToken.None);
            Seen?.Invoke(now.Packed, now.Sites, now.Count);
            Test(now, testers);
            Append(now, output);
            done += now.Count;
            try
            {
                reading.GetAwaiter().GetResult();
            }
            finally
            {
                progress?.Report(file.Share);
            }

            (now, next) = (next, now);
        }

        return done;
    }

    private void Test(Batch batch, AssociationTester[] testers)
    {
        var (scan, next) = (Options(options), -1);
        void Work(int thread)
        {
            for (int i; (i = Interlocked.Increment(ref next)) < batch.Count; )
                batch.Results[i] = testers[thread].Test(batch.Of(i), scan);
        }

        if (testers.Length == 1)
            Work(0);
        else
            Parallel.For(0, testers.Length, new ParallelOptions { MaxDegreeOfParallelism = testers.Length }, Work);
    }

    internal static ScanOptions Options(ResearchOptions options) =>
        ScanOptions.Default with
        {
            ExactBelow = options.ExactBelow,
            FirthBelow = options.FirthBelow,
        };

    private void Append(Batch batch, Stream output)
    {
        var text = new StringBuilder(batch.Count * 160);
        for (var i = 0; i < batch.Count; i++)
            ScanText.Write(text, batch.Sites[i], batch.Results[i], options);
        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>A file that does not say how many variants it has is read through once.</summary>
    private static long CountOf(string path)
    {
        using var file = GenotypeFile.Open(path);
        var (packed, sites) = (new byte[Portion * file.BytesPerVariant], new VariantSite[Portion]);
        var count = 0L;
        for (int got; (got = file.Read(packed, sites)) > 0; )
            count += got;
        return count;
    }

    private sealed class Batch(int bytes)
    {
        public byte[] Packed { get; } = new byte[checked(Portion * bytes)];

        public VariantSite[] Sites { get; } = new VariantSite[Portion];

        public VariantAssociation[] Results { get; } = new VariantAssociation[Portion];

        public int Count { get; private set; }

        public ReadOnlySpan<byte> Of(int variant) => Packed.AsSpan(variant * bytes, bytes);

        public void Fill(GenotypeFile file, long most)
        {
            var room = (int)Math.Min(Portion, most);
            Count = room == 0 ? 0 : file.Read(Packed, Sites.AsSpan(0, room));
        }
    }
}
