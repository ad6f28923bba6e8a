using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;
using static Longwatch.Genomics.Tests.Vectors.RandomBases;

namespace Longwatch.Genomics.Tests.Vectors;

public sealed class CompilerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("longwatch-vectors-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_compiled_form_is_taken_from_the_cache_and_is_the_same_to_the_byte()
    {
        var source = VectorLibrary.Read("tisagenlecleucel-plasmid");
        var genome = Save("part.fa", ("chr6", Of(new Philox(1, 1), 5000)));
        var cache = new DirectoryInfo(Path.Combine(folder, "cache"));

        var first = Compile([source], [genome], cache);
        var file = Assert.Single(cache.GetFiles("*.lwvectors"));
        var written = File.ReadAllBytes(file.FullName);
        var second = Compile([source], [genome], cache);

        Assert.Equal($"{first.Hash}.lwvectors", file.Name);
        Assert.NotSame(first, second);
        Assert.Equal(written, CompiledFile.ToBytes(second));
        Assert.Equal(written, CompiledFile.ToBytes(Compile([source], [genome], null)));
        Assert.Empty(cache.GetFiles("*.part"));
    }

    [Fact]
    public void A_damaged_cache_file_is_not_believed_and_is_written_anew()
    {
        var source = VectorLibrary.Read("axicabtagene-ciloleucel-car");
        var cache = new DirectoryInfo(folder);
        var compiled = Compile([source], [], cache);
        var path = Assert.Single(cache.GetFiles("*.lwvectors")).FullName;
        var good = File.ReadAllBytes(path);
        var random = new Philox(7, 7);
        for (var trial = 0; trial < 200; trial++)
        {
            var bad = good.ToArray();
            if (trial % 2 == 0)
                bad[random.NextBelow(bad.Length)] ^= (byte)(1 << random.NextBelow(8));
            else
                bad = bad[..random.NextBelow(bad.Length)];
            Assert.Null(CompiledFile.TryParse(bad));
        }
        File.WriteAllBytes(path, good[..^5]);

        Assert.Equal(compiled.Hash, Compile([source], [], cache).Hash);
        Assert.Equal(good, File.ReadAllBytes(path));
    }

    [Fact]
    public void The_hash_changes_with_every_input()
    {
        var source = VectorLibrary.Read("axicabtagene-ciloleucel-car");
        var mask = Save("a.fa", ("a", Of(new Philox(1, 1), 500)));
        var other = Save("a2.fa", ("a", Of(new Philox(1, 2), 500)));
        VectorSource[][] vectors =
        [
            [source],
            [source with { Bases = Changed(source.Bases, 700) }],
            [source with { Name = "other" }],
            [source with { Family = VectorFamily.Gammaretrovirus }],
            [source, source with { Name = "again" }],
        ];

        string[] hashes =
        [
            .. vectors.Select(v => Compile(v, [], null).Hash),
            Compile([source], [mask], null).Hash,
            Compile([source], [other], null).Hash,
            Compile([source], [mask with { Covers = SequenceOrigin.HumanTranscript }], null).Hash,
        ];

        Assert.Distinct(hashes);
    }

    [Fact]
    public void A_reference_to_which_the_vector_was_added_does_not_mask_it()
    {
        var source = VectorLibrary.Read("tisagenlecleucel-plasmid");
        var provirus = Topology.Cut(source).Sequences[0].Bases;
        var random = new Philox(3, 3);
        var alone = Compile([source], [Save("host.fa", ("chr1", Of(random, 300_000)))], null);
        var reference = Save("host-and-vector.fa", ("chr1", Of(random, 300_000)), ("CAR_vector added", provirus));

        var compiled = Compile([source], [reference], null);

        Assert.Equal(alone.Sequences[0].Origins, compiled.Sequences[0].Origins);
        Assert.Contains(
            compiled.Notes,
            n =>
                n.StartsWith(
                    "host-and-vector.fa: record 'CAR_vector' holds 100 % of 'tisagenlecleucel-plasmid' and is no part of the human genome",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void A_virus_kept_as_a_decoy_in_a_human_reference_stays_a_virus()
    {
        var source = VectorLibrary.Read("tisagenlecleucel-plasmid");
        var virus = VectorLibrary.Read("hiv-1-hxb2").Bases;

        var compiled = Compile([source], [Save("decoys.fa", ("HIV-1", virus))], null);

        Assert.Equal(Compile([source], [], null).Sequences[0].Origins, compiled.Sequences[0].Origins);
    }

    [Fact]
    public void A_wild_type_virus_and_a_backbone_are_never_unique()
    {
        var compiled = Compile([VectorLibrary.Read("hiv-1-hxb2"), VectorLibrary.Read("idecabtagene-vicleucel-plasmid")], [], null);

        Assert.Equal([SequenceKind.WildType, SequenceKind.Provirus, SequenceKind.Backbone], compiled.Sequences.Select(s => s.Kind));
        Assert.DoesNotContain(SequenceOrigin.VectorUnique, compiled.Sequences[0].Origins);
        Assert.DoesNotContain(SequenceOrigin.VectorUnique, compiled.Sequences[2].Origins);
        Assert.Equal(9719, compiled.Sequences[0].Length);
    }

    [Fact]
    public void The_notes_say_what_the_mask_lacks_and_which_vectors_are_alike()
    {
        var source = VectorLibrary.Read("tisagenlecleucel-plasmid");

        var compiled = Compile([source, source with { Accession = "copy.fa" }], [], null);

        Assert.False(compiled.MaskIsComplete);
        Assert.Contains(compiled.Notes, n => n.StartsWith("The mask is incomplete: no whole human genome", StringComparison.Ordinal));
        Assert.Contains(
            compiled.Notes,
            n =>
                n.StartsWith(
                    "Two vectors are named 'tisagenlecleucel-plasmid'; the later one (copy.fa) is called 'tisagenlecleucel-plasmid-2'",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains(
            "tisagenlecleucel-plasmid and tisagenlecleucel-plasmid-2 cannot be told apart: they share 100.0 % of their unique 31-mers.",
            compiled.Notes
        );
        Assert.Distinct(compiled.Sequences.Select(s => s.Name));
    }

    [Fact]
    public void A_construct_that_is_human_throughout_is_said_to_give_no_positive()
    {
        var human = VectorSources.Parse("x", VectorLibrary.Mask.Single(m => m.Covers == SequenceOrigin.HumanTranscript).Content)[0];

        var compiled = Compile([human], [], null);

        Assert.Contains($"{human.Name}: has no unique 31-mer: this vector can never give a positive verdict.", compiled.Notes);
    }

    [Fact]
    public void Every_mask_file_that_cannot_be_read_is_named()
    {
        var error = Assert.Throws<UnreadableInputException>(() =>
            Compile(
                [VectorLibrary.Read("hiv-1-hxb2")],
                [
                    MaskSource.OfFile("/nowhere/a.fa", SequenceOrigin.HumanGenome),
                    MaskSource.OfFile("/nowhere/b.fa", SequenceOrigin.HumanGenome),
                ],
                null
            )
        );

        Assert.Equal(["/nowhere/a.fa", "/nowhere/b.fa"], error.Problems.Select(p => p.File));
    }

    private MaskSource Save(string name, params (string, byte[])[] records)
    {
        var path = Path.Combine(folder, name);
        using (var file = File.Create(path))
            Fasta(records).CopyTo(file);
        return MaskSource.OfFile(path, SequenceOrigin.HumanGenome);
    }

    private static CompiledVectors Compile(IReadOnlyList<VectorSource> vectors, IReadOnlyList<MaskSource> mask, DirectoryInfo? cache) =>
        VectorCompiler.Compile(vectors, mask, cache, TestContext.Current.CancellationToken);
}
