using Longwatch.Oracles;
using Longwatch.Statistics.Association;

namespace Longwatch.Statistics.Tests.Association;

public sealed class DegenerateVariantTests
{
    private static readonly SimulatedVariants Set = SimulatedVariants.Make(17, 600, 2, 0.05, 0.2);

    [Fact]
    public void A_variant_that_everybody_has_alike_says_so()
    {
        var tester = new AssociationTester(Set.Model);
        foreach (var code in new[] { PackedGenotypes.NoCopy, PackedGenotypes.OneCopy, PackedGenotypes.TwoCopies })
        {
            var packed = SimulatedVariants.Pack([.. Set.Outcome.Select((_, i) => i % 50 == 0 ? PackedGenotypes.Missing : code)]);
            var actual = tester.Test(packed, ScanOptions.Default);
            Assert.Equal((AssociationStatus.NoVariation, AssociationTest.None), (actual.Status, actual.Test));
            Assert.Equal(588, actual.People);
            Assert.True(double.IsNaN(actual.P));
        }
    }

    [Fact]
    public void A_variant_that_is_missing_in_all_cases_or_in_everybody_has_one_outcome()
    {
        var tester = new AssociationTester(Set.Model);
        var cases = SimulatedVariants.Pack([
            .. Set.Outcome.Select(
                (y, i) =>
                    y ? PackedGenotypes.Missing
                    : i % 3 == 0 ? 2
                    : 3
            ),
        ]);
        var all = SimulatedVariants.Pack([.. Set.Outcome.Select(_ => PackedGenotypes.Missing)]);

        Assert.Equal(AssociationStatus.OneOutcome, tester.Test(cases, ScanOptions.Default).Status);
        Assert.Equal(AssociationStatus.OneOutcome, tester.Test(all, ScanOptions.Default).Status);
        Assert.Equal(0, tester.Test(all, ScanOptions.Default).People);
    }

    [Fact]
    public void A_variant_that_is_a_covariate_is_collinear()
    {
        var tester = new AssociationTester(Set.Model);
        var copy = SimulatedVariants.Pack([.. Set.Covariates[1].Select(x => x > 0 ? PackedGenotypes.OneCopy : PackedGenotypes.NoCopy)]);

        Assert.Equal(AssociationStatus.Collinear, tester.Test(copy, ScanOptions.Default).Status);
    }

    [Fact]
    public void A_variant_that_only_the_cases_carry_has_a_finite_estimate()
    {
        var tester = new AssociationTester(Set.Model);
        var packed = SimulatedVariants.Pack([.. Set.Outcome.Select(y => y ? PackedGenotypes.OneCopy : PackedGenotypes.NoCopy)]);
        var actual = tester.Test(packed, ScanOptions.Default);

        Assert.Equal(AssociationStatus.Estimated, actual.Status);
        Assert.InRange(actual.Beta, 4, 20);
        Assert.InRange(actual.FirthP, 0, 1e-10);
    }

    [Fact]
    public void A_model_without_cases_or_with_a_column_twice_is_not_estimated()
    {
        var nobody = AssociationNull.Fit(new bool[50], [], []);
        var twice = AssociationNull.Fit(Set.Outcome, [Set.Covariates[0], Set.Covariates[0]], []);

        Assert.Equal(AssociationStatus.OneOutcome, nobody.Status);
        Assert.Equal(AssociationStatus.Collinear, twice.Status);
        Assert.Throws<ArgumentException>(() => new AssociationTester(nobody));
    }

    [Fact]
    public void People_who_are_left_out_count_no_more_than_people_who_are_not_there()
    {
        var with = SimulatedVariants.Make(23, 900, 2, 0.05, 0.03, 0.3);
        bool[] kept = [.. Enumerable.Range(0, 900).Select(i => i % 7 != 0)];
        int[] rows = [.. Enumerable.Range(0, 900).Where(i => kept[i])];
        var marked = new AssociationTester(AssociationNull.Fit(with.Outcome, with.Covariates, kept));
        var without = new AssociationTester(
            AssociationNull.Fit(
                [.. rows.Select(i => with.Outcome[i])],
                [.. with.Covariates.Select(c => rows.Select(i => c[i]).ToArray())],
                []
            )
        );
        foreach (var codes in with.Codes)
        {
            var one = marked.Test(SimulatedVariants.Pack(codes), ScanOptions.Default with { ExactBelow = 1 });
            var other = without.Test(SimulatedVariants.Pack([.. rows.Select(i => codes[i])]), ScanOptions.Default with { ExactBelow = 1 });
            Assert.Equal(other.Copies, one.Copies);
            Oracle.Equal(other.FirthP, one.FirthP, 1e-8);
            Oracle.Equal(other.ScoreP, one.ScoreP, 1e-8);
            Oracle.Equal(other.SaddlepointP, one.SaddlepointP, 1e-8);
        }
    }

    [Fact]
    public void Counting_the_other_allele_turns_the_sign_and_nothing_else()
    {
        var set = SimulatedVariants.Make(29, 1500, 2, 0.03, 0.02, 0.3, 0.5);
        var tester = new AssociationTester(set.Model);
        foreach (var codes in set.Codes)
        {
            var one = tester.Test(SimulatedVariants.Pack(codes), ScanOptions.Default with { ExactBelow = 1 });
            var other = tester.Test(
                SimulatedVariants.Pack([.. codes.Select(c => c is 0 or 3 ? 3 - c : c)]),
                ScanOptions.Default with
                {
                    ExactBelow = 1,
                }
            );
            Assert.Equal(one.Beta, -other.Beta, 1e-9);
            Assert.Equal(one.Score, -other.Score, 1e-9);
            Oracle.Equal(one.FirthP, other.FirthP, 1e-7);
        }
    }

    [Fact]
    public void The_order_of_variants_does_not_change_a_bit()
    {
        var set = SimulatedVariants.Make(31, 2000, 4, 0.02, 0.01, 0.1, 0.3, 0.5, 0.9);
        byte[][] packed = [.. set.Codes.Select(SimulatedVariants.Pack)];
        var (forwards, backwards) = (new AssociationTester(set.Model), new AssociationTester(set.Model));
        var one = packed.Select(p => forwards.Test(p, ScanOptions.Default)).ToArray();
        var other = packed.Reverse().Select(p => backwards.Test(p, ScanOptions.Default)).Reverse().ToArray();

        Assert.Equal(one, other);
    }
}
