using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Tests.Screening;

public sealed class RealInputTests
{
    [Theory]
    [InlineData("bams/gridss_COLO829v003T_slice.bam")]
    [InlineData("viral_reads/gridss/hbv_sim.bam")]
    public void Every_record_is_counted_whatever_the_number_of_threads(string file)
    {
        var path = Repository.Given(file);
        var one = Screener.Screen([new(path)], [], new() { Threads = 1 }, null, TestContext.Current.CancellationToken);
        var three = Screener.Screen([new(path)], [], new() { Threads = 3 }, null, TestContext.Current.CancellationToken);

        Assert.True(one.Counts.Reads > 0);
        Assert.Equal(one.Counts, three.Counts);
        Assert.Equal(one.Host!.Bases, three.Host!.Bases);
    }
}
