using Longwatch.Genomics.Pcr;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Tests.Evidence;

namespace Longwatch.Genomics.Tests.Pcr;

public sealed class PcrTests : IDisposable
{
    private static readonly GeneticRules Rules = Synthetic.Rules;
    private static readonly DropletAssay Assay = new(0.85, 1, 20, "RPP30", 2);
    private readonly string file = Path.Combine(Path.GetTempPath(), $"longwatch-pcr-{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Wells_of_a_sample_are_merged_and_the_ratio_gives_copies_per_cell()
    {
        // Together 1,203 of 15,210 against 2,511 of 15,180: ratio 0.4556773547839 (R), twice that per cell; profile 0.4252736585 to 0.4879843413.
        var result = Analyse(
            """
            Sample,Well,Target,Positives,Accepted Droplets,role,intermediate
            P1,A1,WPRE,600,7600,sample,0
            P1,B1,WPRE,603,7610,sample,0
            P1,A1,RPP30,1250,7590,sample,
            P1,B1,RPP30,1261,7590,sample,
            neg,C1,WPRE,0,15000,blank,0
            """
        )[0];

        Assert.Equal(2 * 0.4556773547839, result.CopiesPerCell!.Value, 11);
        Assert.Equal(2 * 0.4252736585140, result.ByProfile!.Value.Lower, 6);
        Assert.Equal(2 * 0.4881160568869, result.ByDelta!.Value.Upper, 10);
        Assert.Equal(96.9363548403, result.Vector.PerMicrolitre, 8);
        // 15,210 droplets of 0.85 nL out of two reactions of 20 uL.
        Assert.Equal(15210 * 0.85e-3 / 40, result.Vector.AnalysedShare, 12);
        Assert.True(result.Detected);
        Assert.Contains(result.Warnings, w => w.Contains("7600 droplets", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_positive_droplets_three_copies_over_the_cells_are_the_limit()
    {
        // 3,000 of 15,000 positive: 0.22314355 per droplet, 1,673.58 cells of two copies; -ln 0.05 = 2.99573 over them.
        var result = Analyse(
            """
            sample;target;positives;total;role
            P1;WPRE;0;15000;sample
            P1;RPP30;3000;15000;sample
            neg;WPRE;0;15000;blank
            """
        )[0];

        Assert.False(result.Detected);
        Assert.Equal(0, result.CopiesPerCell);
        Assert.Equal(2.995732 / 1673.5766, result.LimitOfDetection!.Value, 8);
        Assert.Equal(2 * 0.000574024195863, result.ByProfile!.Value.Upper, 8);
    }

    [Fact]
    public void Blanks_with_positive_droplets_raise_what_a_detection_needs()
    {
        // 2 positive per blank well: P(X > 5 | 2.0001) = 0.0166, P(X > 4) = 0.0527 (R: ppois(4, 2.0001, lower = FALSE)), so the limit of blank is 5.
        var result = Analyse(
            """
            sample,target,positives,total,role
            P1,WPRE,5,15000,sample
            P1,RPP30,3000,15000,sample
            b1,WPRE,2,15000,blank
            b2,WPRE,2,15000,blank
            """
        )[0];

        Assert.Equal(5, result.LimitOfBlank);
        Assert.False(result.Detected);
        // qgamma(.95, 6) = 10.5130 positives are needed on average, 2.0001 of them are the blank's.
        Assert.Equal((10.51303 - 2.00013) / 1673.5766, result.LimitOfDetection!.Value, 6);
    }

    [Fact]
    public void Rain_is_said_with_what_it_could_mean()
    {
        var result = Analyse(
            """
            sample,target,positives,total,intermediate
            P1,WPRE,10,15000,30
            P1,RPP30,3000,15000,
            """
        )[0];

        Assert.Contains(
            result.Warnings,
            w => w.Contains("rain", StringComparison.Ordinal) && w.Contains("0.0239", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Every_problem_of_a_table_is_said_with_its_line()
    {
        File.WriteAllText(
            file,
            "sample,target,positives,total,role\nP1,WPRE,20,10,sample\nP1,RPP30,x,100,sample\nP1,RPP30,1,100,control\n"
        );

        var refused = Assert.Throws<UnreadableInputException>(() => DropletWell.Read(file));

        Assert.Equal(["line 2", "line 3", "line 4"], refused.Problems.Select(p => p.Place));
    }

    [Fact]
    public void A_table_without_the_reference_is_refused_with_the_remedy()
    {
        File.WriteAllText(file, "sample,target,positives,total\nP1,WPRE,20,100\n");

        var refused = Assert.Throws<UnreadableInputException>(() => DigitalPcr.Analyse(DropletWell.Read(file), Assay, Rules, file));

        Assert.Contains("--reference-target", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_standard_curve_is_read_backwards()
    {
        // The line of the calibration tests: Cq 28 is 10^3.4400684931507 = 2,754.66 copies, 10^3.3883606723179 to 10^3.4917397289053 from three wells.
        File.WriteAllText(
            file,
            """
            sample,target,role,copies,cq
            s1,WPRE,standard,10,36.1
            s2,WPRE,standard,100,32.9
            s3,WPRE,standard,1000,29.4
            s4,WPRE,standard,10000,26.2
            s5,WPRE,standard,100000,22.7
            s6,WPRE,standard,1000000,19.5
            P1,WPRE,sample,,27.9
            P1,WPRE,sample,,28.0
            P1,WPRE,sample,,28.1
            P2,WPRE,sample,,Undetermined
            ntc,WPRE,blank,,Undetermined
            """
        );

        var (curves, results) = QuantitativePcr.Analyse(CycleWell.Read(file), 100, null, Rules, file);

        Assert.Equal(Math.Pow(10, 1 / 3.33714285714286) - 1, curves[0].Efficiency, 10);
        Assert.Equal(2754.66, results[0].Copies!.Value, 0.01);
        Assert.Equal(Math.Pow(10, 3.3883606723179), results[0].Interval!.Value.Lower, 1e-5);
        Assert.Equal(Math.Pow(10, 3.4917397289053), results[0].Interval!.Value.Upper, 1e-5);
        // 100 ng in a reaction: ten times per microgram; a diploid genome of 6.6 pg.
        Assert.Equal(27546.6, results[0].PerMicrogram!.Value, 0.1);
        Assert.Equal(27546.6 * 6.6e-6, results[0].PerCell!.Value, 1e-5);
        Assert.Null(results[1].Copies);
        Assert.Contains(results[1].Warnings, w => w.Contains("nothing amplified", StringComparison.Ordinal));
    }

    private IReadOnlyList<DropletResult> Analyse(string table)
    {
        File.WriteAllText(file, table);
        return DigitalPcr.Analyse(DropletWell.Read(file), Assay, Rules, file);
    }
}
