using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Tests.Quantity;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Genomics.Tests.Verdict;

public sealed class VerdictMakerTests
{
    [Fact]
    public void A_clone_with_one_heterozygous_site_is_detected_and_clonal()
    {
        // Purity 0.6: 0.6 copies per cell, allele fraction 0.3 at 30 x.
        var verdict = new Scenario { Copies = 0.6, Sites = Scenario.SitesOf((7, 6, 16)) }.Decide();

        Assert.Equal(VerdictClass.DetectedClonal, verdict.Class);
        Assert.True(Posterior(verdict, Explanation.TransgeneBearingClone) > 0.9);
        Assert.Contains("clonal", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clone_in_a_tenth_of_the_cells_is_not_called_clonal_while_the_purity_is_not_stated()
    {
        // Allele fraction about 2 x 3 / (2 x 3 + 2 x 60) = 0.05 at four sites.
        var sites = Scenario.SitesOf((3, 3, 60), (3, 4, 60), (4, 3, 60), (3, 3, 60));
        var verdict = new Scenario
        {
            Copies = 0.4,
            Specimen = SimulatedLibrary.Dna(null),
            Sites = sites,
        }.Decide();

        Assert.Equal(VerdictClass.DetectedLow, verdict.Class);
        Assert.Contains("purity is not stated", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clone_with_three_sites_of_equal_shares_is_clonal_too()
    {
        var verdict = new Scenario { Copies = 1.8, Sites = Scenario.SitesOf((6, 7, 15), (7, 5, 17), (8, 6, 14)) }.Decide();

        Assert.Equal(VerdictClass.DetectedClonal, verdict.Class);
    }

    [Fact]
    public void A_site_with_a_handful_of_fragments_does_not_hide_a_clone_that_is_well_supported()
    {
        // The second site lies in a repeat, where no fragment without insertion is seen: its fraction is the greatest.
        var verdict = new Scenario { Copies = 0.9, Sites = Scenario.SitesOf((7, 6, 16), (2, 2, 0)) }.Decide();

        Assert.Equal(VerdictClass.DetectedClonal, verdict.Class);
    }

    [Fact]
    public void Infiltrating_cells_with_many_small_sites_are_detected_low()
    {
        var sites = Scenario.SitesOf([.. Enumerable.Repeat((1, 1, 22), 4), .. Enumerable.Repeat((1, 0, 22), 6)]);
        var verdict = new Scenario { Copies = 0.3, Sites = sites }.Decide();

        Assert.Equal(VerdictClass.DetectedLow, verdict.Class);
        Assert.True(Posterior(verdict, Explanation.InfiltratingCarTCells) > Posterior(verdict, Explanation.TransgeneBearingClone));
    }

    [Fact]
    public void Nothing_seen_at_30_x_is_a_negative_with_its_limit()
    {
        var (verdict, quantities) = new Scenario().Result();

        Assert.Equal(VerdictClass.NotDetected, verdict.Class);
        Assert.Contains("above", verdict.Sentence, StringComparison.Ordinal);
        Assert.True(quantities.Limit.CopiesPerCell < 0.05);
        Assert.True(Posterior(verdict, Explanation.None) > 0.7);
    }

    // Human block of the vector alone, virus alone, plasmid alone, and one artefact repeated at one place: never a positive.
    [Fact]
    public void Virus_without_any_part_of_the_vector_is_an_infection_and_no_positive()
    {
        var verdict = new Scenario { HivCopies = 0.5 }.Decide();

        Assert.Equal(VerdictClass.NotDetected, verdict.Class);
        Assert.True(Posterior(verdict, Explanation.RetroviralInfection) > 0.9);
        Assert.Contains(verdict.Reasons, r => r.Contains("wild-type virus", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(20)]
    public void A_plasmid_is_never_a_positive_and_forbids_a_negative(double copies)
    {
        var verdict = new Scenario { Copies = copies, BackboneCopies = copies }.Decide();

        Assert.Equal(VerdictClass.NotAssessable, verdict.Class);
        Assert.Contains("plasmid", verdict.Sentence, StringComparison.Ordinal);
        Assert.True(Posterior(verdict, Explanation.ContaminationOrIndexHop) > 0.5);
    }

    [Fact]
    public void Vector_dna_at_full_depth_without_any_join_to_the_host_is_not_integrated()
    {
        var verdict = new Scenario { Copies = 2 }.Decide();

        Assert.Equal(VerdictClass.NotAssessable, verdict.Class);
        Assert.Contains("not integrated", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Plasmid_beside_a_true_clone_does_not_hide_the_clone()
    {
        var verdict = new Scenario
        {
            Copies = 0.8,
            BackboneCopies = 0.2,
            Sites = Scenario.SitesOf((7, 6, 16)),
        }.Decide();

        Assert.Equal(VerdictClass.DetectedClonal, verdict.Class);
        Assert.Contains(verdict.Reasons, r => r.Contains("plasmid backbone", StringComparison.Ordinal));
    }

    [Fact]
    public void Evidence_at_one_place_of_the_vector_is_not_a_detection()
    {
        var verdict = new Scenario { Copies = 40, Within = (3200, 3640) }.Decide();
        Assert.NotEqual(VerdictClass.DetectedClonal, verdict.Class);

        var narrow = new Scenario
        {
            Copies = 400,
            Within = (3200, 3600),
            Seed = 4,
        }.Result();
        Assert.True(narrow.Quantities.Unique[0].Fragments >= 3);
        Assert.Equal(1, narrow.Quantities.Unique[0].Places);
        Assert.Equal(VerdictClass.NotDetected, narrow.Verdict.Class);

        // Scattered fragments would not lie together (3 within 100 of 2,300 bases: 0.5 %), so no explanation that brings a vector holds, and all numbers are
        // those of a sample without any.
        Assert.True(Posterior(narrow.Verdict, Explanation.None) > 0.95);
        Assert.Contains("one place only are not counted", narrow.Verdict.Sentence, StringComparison.Ordinal);
        Assert.Null(narrow.Quantities.CopyNumbers[0].PerCell.Value);
        Assert.Equal(
            new Scenario { Seed = 4 }
                .Result()
                .Quantities.Limit.UpperBound!.Value,
            narrow.Quantities.Limit.UpperBound!.Value,
            1e-9
        );
    }

    // Of two uniform places in a unit length the distance is at most r with probability 2 r - r^2; of three, the range has the density 6 r (1 - r).
    [Theory]
    [InlineData(1, 0.04, 1.0)]
    [InlineData(2, 0.1, 0.19)]
    [InlineData(3, 0.1, 0.028)]
    [InlineData(3, 1.5, 1.0)]
    public void Scattered_fragments_lie_together_with_the_probability_of_their_range(int n, double range, double expected) =>
        Assert.Equal(expected, VerdictEvidence.Together(n, range), 1e-12);

    [Fact]
    public void With_an_incomplete_mask_evidence_confined_to_a_part_is_not_a_positive()
    {
        // A human block of 1.2 kb that no reference masked: host reads at 30 x over all of it.
        var confined = new Scenario
        {
            Copies = 2,
            Within = (2700, 3900),
            MaskIsComplete = false,
            Placed = false,
        };

        Assert.Equal(VerdictClass.NotAssessable, confined.Decide().Class);
        var spread = confined with { Within = null };
        Assert.Equal(VerdictClass.DetectedLow, spread.Decide().Class);
        Assert.Contains(spread.Decide().Reasons, r => r.Contains("mask is not complete", StringComparison.Ordinal));
    }

    [Fact]
    public void Neighbours_on_the_run_raise_what_a_detection_needs()
    {
        // 1,800 vector fragments in the neighbours, one in a thousand hops: 1.8 expected, 8 needed.
        var run = new RunContext("S1", NeighbourFragments: 1800, IndexHopRate: 0.001);
        var (verdict, quantities) = new Scenario
        {
            Copies = 0.02,
            Run = run,
            Seed = 12,
        }.Result();

        Assert.InRange(quantities.Unique[0].Fragments, 3, 7);
        Assert.Equal(8, quantities.Limit.RequiredFragments);
        Assert.Equal(VerdictClass.NotDetected, verdict.Class);
        Assert.True(Posterior(verdict, Explanation.ContaminationOrIndexHop) > 0.1);
    }

    // Neighbours with so many fragments that 3 to 6 hop at some rate from 0.1 to 2 %; whether the number required already allows for them or not, they are no detection.
    [Theory]
    [InlineData(600)]
    [InlineData(1500)]
    [InlineData(6000)]
    public void Fragments_that_hopped_from_neighbours_are_never_a_detection(long neighbours)
    {
        var run = new RunContext("S1", NeighbourFragments: neighbours);
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var (verdict, quantities) = new Scenario
            {
                Copies = 0.02,
                Run = run,
                Seed = seed,
            }.Result();
            if (quantities.Unique[0].Fragments is < 3 or > 6)
                continue;

            Assert.True(
                verdict.Class is VerdictClass.NotDetected or VerdictClass.NotAssessable,
                $"{quantities.Unique[0].Fragments} fragments: {verdict.Sentence}"
            );
            Assert.Contains(
                verdict.NegativeStatement,
                f => f.Label == "Contamination check" && f.Value.Contains("in the run's other libraries", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Neighbours_do_not_hide_a_clone_nor_more_fragments_than_they_can_bring()
    {
        // 600 fragments bring 12 at the highest usual rate of 2 %.
        var run = new RunContext("S1", NeighbourFragments: 600);

        var clone = new Scenario
        {
            Copies = 0.6,
            Run = run,
            Sites = Scenario.SitesOf((7, 6, 16)),
        }.Decide();
        var (many, quantities) = new Scenario
        {
            Copies = 0.3,
            Run = run,
            Sites = Scenario.SitesOf([.. Enumerable.Repeat((1, 1, 22), 4)]),
        }.Result();

        Assert.Equal(VerdictClass.DetectedClonal, clone.Class);
        Assert.True(quantities.Unique[0].Fragments > 40);
        Assert.Equal(VerdictClass.DetectedLow, many.Class);
        Assert.True(Posterior(many, Explanation.ContaminationOrIndexHop) < 0.5);
    }

    [Fact]
    public void A_site_shared_with_another_person_is_an_alarm_and_not_clonal()
    {
        var scenario = new Scenario
        {
            Copies = 0.6,
            Sites = Scenario.SitesOf((7, 6, 16)),
            Run = new RunContext("S1", SitesSharedWithOthers: ["IS1"]),
        };

        var verdict = scenario.Decide();

        Assert.Equal(VerdictClass.DetectedLow, verdict.Class);
        Assert.Contains(verdict.Reasons, r => r.Contains("contamination alarm", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("truncated", VerdictClass.Failed)]
    [InlineData("no-unmapped-reads", VerdictClass.NotAssessable)]
    public void A_fault_of_the_input_refuses_a_negative_but_not_a_positive(string code, VerdictClass expected)
    {
        InputFinding[] findings = [new(code, new("S1.bam", null, "is at fault"), true)];

        var negative = new Scenario { Findings = findings }.Decide();
        var positive = new Scenario
        {
            Findings = findings,
            Copies = 0.6,
            Sites = Scenario.SitesOf((7, 6, 16)),
        }.Decide();

        Assert.Equal(expected, negative.Class);
        Assert.Contains("is at fault", negative.Sentence, StringComparison.Ordinal);
        Assert.Equal(VerdictClass.DetectedClonal, positive.Class);
        Assert.Contains(positive.Reasons, r => r.Contains("would forbid a negative", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_little_depth_for_the_stated_purity_is_not_assessable()
    {
        // At 1 x and purity 0.05 one copy per tumour cell is 0.05 per cell, while the limit lies near 0.5.
        var verdict = new Scenario { Depth = 1, Specimen = SimulatedLibrary.Dna(0.05) }.Decide();
        Assert.Equal(VerdictClass.NotAssessable, verdict.Class);

        Assert.Equal(
            VerdictClass.NotAssessable,
            new Scenario { Depth = 0.2, Specimen = SimulatedLibrary.Dna() }
                .Decide()
                .Class
        );
        Assert.Equal(
            VerdictClass.NotDetected,
            new Scenario { Depth = 1, Specimen = SimulatedLibrary.Dna() }
                .Decide()
                .Class
        );
    }

    [Theory]
    [InlineData(AssayKind.Targeted, MoleculeKind.Dna)]
    [InlineData(AssayKind.Amplicon, MoleculeKind.Dna)]
    [InlineData(AssayKind.Rna, MoleculeKind.Rna)]
    public void An_assay_without_a_limit_gives_positives_but_no_negatives(AssayKind assay, MoleculeKind molecule)
    {
        var specimen = new SpecimenFacts(0.6, 2, null, assay, molecule);

        Assert.Equal(
            VerdictClass.NotAssessable,
            new Scenario { Specimen = specimen }
                .Decide()
                .Class
        );
        Assert.Equal(
            VerdictClass.DetectedLow,
            new Scenario { Specimen = specimen, Copies = 1 }
                .Decide()
                .Class
        );
    }

    [Fact]
    public void What_the_evidence_cannot_show_is_a_limit_of_the_verdict() =>
        Assert.Contains(
            "The reference holds a vector",
            new Scenario { Notes = ["the reference holds a vector"] }
                .Decide()
                .Limits
        );

    [Fact]
    public void A_product_whose_vector_was_not_searched_has_no_negative()
    {
        var verdict = new Scenario { Run = new RunContext("S1", ProductVectorSearched: false) }.Decide();

        Assert.Equal(VerdictClass.NotAssessable, verdict.Class);
    }

    [Fact]
    public void Posteriors_sum_to_one_and_a_negative_states_all_it_must()
    {
        foreach (var copies in new[] { 0, 0.003, 0.05, 1, 50 })
        {
            var verdict = new Scenario { Copies = copies }.Decide();
            Assert.Equal(1, verdict.Explanations.Sum(e => e.Probability), 12);
            Assert.Equal(1, verdict.Explanations.Sum(e => e.Prior), 12);
            Assert.All(verdict.Explanations, e => Assert.NotEmpty(e.Because));
        }

        string[] needed =
        [
            "Sample",
            "Specimen",
            "Tumour purity",
            "Assay",
            "Reads examined",
            "Unmapped reads",
            "Host depth",
            "Host depth, 5th percentile",
            "Vectors searched",
            "Vectors, version",
            "Masked share of the vector",
            "Effective length",
            "Required fragments",
            "LoD95, copies per cell",
            "LoD95, CAR-positive cells",
            "Upper 95 % limit",
            "Power to see one clonal heterozygous site",
            "Positive control",
            "Blank control",
            "Contamination check",
            "Quality control",
            "Software",
            "Host reference",
        ];
        var stated = new Scenario().Decide().NegativeStatement;
        Assert.Empty(needed.Except(stated.Select(s => s.Label)));
        Assert.All(stated, s => Assert.False(string.IsNullOrWhiteSpace(s.Value), s.Label));
    }

    private static double Posterior(GeneticVerdict verdict, Explanation explanation) =>
        verdict.Explanations.First(e => e.Explanation == explanation).Probability;
}
