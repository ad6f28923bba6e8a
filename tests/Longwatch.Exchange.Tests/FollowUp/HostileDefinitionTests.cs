using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Longwatch.Exchange.FollowUp;

namespace Longwatch.Exchange.Tests.FollowUp;

public sealed class HostileDefinitionTests
{
    private static string[] Schedule(string json) => [.. ScheduleReader.Read("s.json", Encoding.UTF8.GetBytes(json)).Lines()];

    private static string Shipped { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schedules", "lifelong-contact.json"));

    [Fact]
    public void All_problems_come_in_one_pass_with_path_and_remedy()
    {
        var lines = Schedule(
            Shipped
                .Replace("\"re_anchor\"", "\"reanchor\"", StringComparison.Ordinal)
                .Replace("\"6 months\"", "\"half a year\"", StringComparison.Ordinal)
                .Replace("\"title\": \"Lifelong", "\"titles\": \"Lifelong", StringComparison.Ordinal)
        );

        Assert.Equal(
            [
                "s.json: titles: found a property that is not known; expected format, id, version, title, assignment, source, applies_to, lost, activities. Write title.",
                "s.json: title: found nothing; expected a text. Add it.",
                "s.json: activities[0].on_reinfusion: found \"reanchor\"; expected one of keep, re_anchor. Write re_anchor.",
                "s.json: activities[0].recurrences[0].opens_before: found \"half a year\"; expected a number, a blank, and days, weeks, months or years. Write for example \"6 months\".",
            ],
            lines
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\": \"longwatch-form/1\"}")]
    [InlineData("{\"format\": \"longwatch-schedule/1\", \"format\": \"longwatch-schedule/1\"}")]
    [InlineData("{\"format\": \"longwatch-schedule/1\", \"id\": \"\\ud800\"}")]
    [InlineData("{\"format\": \"\\ud800\"}")]
    [InlineData("{\"format\": \"longwatch-schedule/1\", \"\\ud800\": 1}")]
    [InlineData("{\"format\": \"longwatch-schedule/1\", \"activities\": [1, null, {}, []]}")]
    [InlineData("{\"format\": \"longwatch-schedule/1\", \"version\": 1e99, \"activities\": {}}")]
    public void What_is_no_schedule_is_refused_with_words(string json) => Assert.NotEmpty(Schedule(json));

    [Fact]
    public void Too_deep_and_too_large_are_refused()
    {
        Assert.Contains("levels deep", Assert.Single(Schedule(new string('[', 40))), StringComparison.Ordinal);
        Assert.Contains("1048576 bytes", Assert.Single(Schedule(new string(' ', (1 << 20) + 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_with_a_thousand_faults_lists_no_more_than_can_be_read()
    {
        var fields = string.Join(',', Enumerable.Repeat("{\"kind\": 1}", 390));
        var read = FormReader.Read(
            "f.json",
            Encoding.UTF8.GetBytes($"{{\"format\": \"longwatch-form/1\", \"sections\": [{{\"code\": \"a\", \"fields\": [{fields}]}}]}}")
        );

        Assert.Equal(200, read.Problems.Length);
    }

    [Fact]
    public void No_change_of_bytes_makes_the_reader_throw()
    {
        var bytes = Encoding.UTF8.GetBytes(Shipped);
        var change =
            from at in Gen.Choose(0, bytes.Length - 1)
            from to in Gen.Choose(0, 255)
            from count in Gen.Choose(0, 3)
            select (at, (byte)to, count);
        Prop.ForAll(
                change.ToArbitrary(),
                c =>
                {
                    var (at, to, count) = c;
                    byte[] changed = [.. bytes[..at], .. Enumerable.Repeat(to, count), .. bytes[Math.Min(at + 1, bytes.Length)..]];
                    var read = ScheduleReader.Read("s.json", changed);
                    return read.Value is null == !read.Problems.IsEmpty;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
