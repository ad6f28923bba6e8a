namespace Longwatch.Benchmarks.Genetics.TruthSets;

/// <summary>What a sample without a transgene may hold that looks like one.</summary>
internal enum DecoyKind
{
    HostOnly,

    /// <summary>The EEF1A1 promoter and intron, at the depth of the host: every human sample has it.</summary>
    ElongationFactor,

    /// <summary>mRNA of CD8A, CD247, TNFRSF9, CD28 and CSF2RA, up to deep.</summary>
    Transcripts,

    /// <summary>HIV-1 HXB2, integrated.</summary>
    Hiv,

    /// <summary>Backbone of a plasmid without its insert.</summary>
    Backbone,

    /// <summary>Joins of host pieces, and of host with transcripts and promoter, that the polymerase made.</summary>
    Chimeras,
    LowComplexity,

    /// <summary>Fragments shorter than the read, and dimers of adapters.</summary>
    Adapter,

    /// <summary>Short, deaminated fragments, with everything above in them.</summary>
    Formalin,

    /// <summary>Traces of the whole plasmid, vector part included: its backbone gives it away.</summary>
    WholePlasmid,

    /// <summary>0.1 to 1 % of the reads of a library with one copy per cell on the same flow cell.</summary>
    IndexHop,
}

/// <summary>Makes decoy samples; the same number gives the same reads.</summary>
internal sealed class Decoys
{
    private const int HostLength = 100_000;
    private const double Depth = 30;
    private const ulong Seed = 7_331;
    private readonly Contig[] host;
    private readonly Contig promoter;
    private readonly Contig[] transcripts;
    private readonly IntegratedVector hiv;
    private readonly Contig plasmid;
    private readonly Contig backbone;
    private readonly IntegratedVector vector;

    /// <param name="host">Contigs to take pieces of.</param>
    /// <param name="vector">What is searched for, and what hops.</param>
    internal Decoys(IReadOnlyList<Contig> host, IntegratedVector vector)
    {
        this.host = [.. host];
        this.vector = vector;
        plasmid = Contig.Read(GivenData.File("vectors", "livingdrugs", "Vector_systems", "Sequences", "lentiviral_vector_tisacel.fasta"))[
            0
        ];
        // By BLAST in the notes that come with the data: EF1α 5195–6378 of the plasmid, one-based.
        promoter = plasmid.Piece("EEF1A1", 5194, 6378 - 5194);
        var provirus = Contig.Read(GivenData.File("vectors", "aavenger", "Bushman_CART19.fasta"))[0].Bases.AsSpan();
        var (start, end) = (plasmid.Bases.AsSpan().IndexOf(provirus[..60]), plasmid.Bases.AsSpan().LastIndexOf(provirus[^60..]) + 60);
        backbone = new("backbone", [.. plasmid.Bases.AsSpan(end), .. plasmid.Bases.AsSpan(0, start)]);
        transcripts =
        [
            .. Contig
                .Read(GivenData.File("vectors", "livingdrugs", "human_domain_mrnas.fasta"))
                .Where(c => c.Name.StartsWith("NM_", StringComparison.Ordinal) || c.Name.StartsWith("NR_", StringComparison.Ordinal)),
        ];
        hiv = new("HXB2", "Lentivirus", Contig.Read(GivenData.File("vectors", "aavenger", "HXB2.fasta"))[0].Bases, "", 5, "");
    }

    internal string PlasmidFile { get; } =
        GivenData.File("vectors", "livingdrugs", "Vector_systems", "Sequences", "lentiviral_vector_tisacel.fasta");

    internal static int Kinds => Enum.GetValues<DecoyKind>().Length;

    internal (DecoyKind Kind, SmallSample Sample) Make(int number)
    {
        var kind = (DecoyKind)(number % Kinds);
        var sample = new SmallSample(Piece(number), Depth, Seed, (ulong)number);
        var formalin = kind == DecoyKind.Formalin ? LibraryKind.Formalin : LibraryKind.Fresh;
        sample.WithHost(formalin);
        var strength = number / Kinds % 5; // from traces to plenty
        Add(kind, sample, formalin, strength);
        return (kind, sample);
    }

    private void Add(DecoyKind kind, SmallSample sample, LibraryKind library, int strength)
    {
        var to = sample.Reads;
        var sequencer = sample.Sequencer;
        switch (kind)
        {
            case DecoyKind.HostOnly:
                break;
            case DecoyKind.ElongationFactor:
                sequencer.ReadAtDepth(promoter, Depth * (1 + strength), library, "promoter", to);
                break;
            case DecoyKind.Transcripts:
                foreach (var transcript in transcripts)
                    sequencer.ReadAtDepth(transcript, Depth * Math.Pow(3, strength), library, "mrna", to);
                break;
            case DecoyKind.Hiv:
                sample.WithClone(hiv, 0.1 * (1 + strength));
                break;
            case DecoyKind.Backbone:
                sequencer.ReadAtDepth(backbone, Depth * Math.Pow(2, strength), library, "backbone", to);
                break;
            case DecoyKind.Chimeras:
                for (var n = 0; n < 200 * (1 + strength); n++)
                    sequencer.ReadChimera(Any(sample, n), sample.Host, library, "chimera", to);
                break;
            case DecoyKind.LowComplexity:
                foreach (var unit in new[] { "CTCTGT", "A", "GA", "CAG", "TTAGGG", "CTCTCTGT", "AAAG" })
                    sequencer.Read(Repeat(unit), 40 * (1 + strength), library, "simple", to);
                break;
            case DecoyKind.Adapter:
                sequencer.Read(sample.Host, 400 * (1 + strength), library with { MeanFragment = 90, FragmentDeviation = 40 }, "short", to);
                sequencer.Read(new("dimer", []), 100 * (1 + strength), library, "dimer", to);
                break;
            case DecoyKind.Formalin:
                foreach (
                    var part in new[] { DecoyKind.ElongationFactor, DecoyKind.Transcripts, DecoyKind.LowComplexity, DecoyKind.Chimeras }
                )
                    Add(part, sample, library, strength);
                break;
            case DecoyKind.IndexHop:
                sample.WithPolyclonal(vector, copiesPerCell: 0.001 + (0.00225 * strength));
                break;
            case DecoyKind.WholePlasmid:
                sequencer.Read(plasmid, 3 + (10 * strength), library, "plasmid", to);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "A decoy of this kind is not made.");
        }
    }

    private Contig Any(SmallSample sample, int n) =>
        (n % 4) switch
        {
            0 => promoter,
            1 => transcripts[n / 4 % transcripts.Length],
            _ => sample.Host,
        };

    private Contig Piece(int number)
    {
        var contig = host[number % host.Length];
        var start = (int)((long)number * 7_919_000 % (contig.Length - HostLength));
        return contig.Piece("piece", start, HostLength);
    }

    private static Contig Repeat(string unit) =>
        new("simple", System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(unit, 1 + (1000 / unit.Length)))));
}
