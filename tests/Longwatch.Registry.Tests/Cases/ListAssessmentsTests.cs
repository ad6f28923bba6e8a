using Longwatch.Domain;
using Longwatch.Domain.Causality;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Causality;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;
using static Longwatch.Registry.Tests.Cases.CaseWorld;

namespace Longwatch.Registry.Tests.Cases;

/// <summary>Whoever assesses many cases reaches all of them, those that wait before those that are signed.</summary>
public sealed class ListAssessmentsTests
{
    [Fact]
    public async Task Every_one_of_more_than_two_hundred_assessments_is_on_one_page_and_the_signed_one_on_the_last()
    {
        await using var world = await Make();
        var waiting = await AddCases(world, 202);
        var signed = await world.Case(); // the newest, and yet the last of the list
        Ok(await world.Name.Do(Safety, new(signed, [One.Account!.Value, Two.Account!.Value]), Cancellation));
        Ok(await world.SignAs(One, signed, CausalityCategory.Possible));
        var list = new ListAssessments(world.Store, Ground);

        var pages = new List<ListAssessments.Answer>();
        for (var page = 1; page <= 6; page++)
            pages.Add(await list.Do(One, new(page, 50), Cancellation));

        Assert.All(pages, p => Assert.Equal(203, p.Total));
        Assert.Equal([50, 50, 50, 50, 3, 0], pages.Select(p => p.Lines.Length));
        // By id, newest first; ids are ordered by the time of making.
        Assert.Equal([.. waiting.OrderDescending(), signed], pages.SelectMany(p => p.Lines).Select(l => l.Case));
        Assert.Equal([signed], pages.SelectMany(p => p.Lines).Where(l => l.SignedByMe).Select(l => l.Case));
        Assert.Equal(1, (await list.Do(Two, new(1, 50), Cancellation)).Total);
    }

    /// <summary>Cases of one patient that have been opened to assessor One and somebody else.</summary>
    private static async Task<Guid[]> AddCases(CaseWorld world, int count)
    {
        var cases = new List<Guid>();
        Ok(
            await world.Store.Write<bool>(
                Caller.System,
                new Act("test.cases"),
                (db, _) =>
                {
                    for (var i = 0; i < count; i++)
                    {
                        var neoplasm = new NeoplasmRow
                        {
                            Patient = world.Patient,
                            Code = $"NE-{i}",
                            Diagnosed = Found,
                            Morphology = "9702/3",
                            Lineage = Domain.Neoplasms.Lineage.TCell,
                            Relation = Domain.Neoplasms.NeoplasmRelation.SecondPrimary,
                        };
                        var row = new NeoplasmCaseRow
                        {
                            Patient = world.Patient,
                            Neoplasm = neoplasm.Id,
                            Opened = Found,
                        };
                        cases.Add(row.Id);
                        db.AddRange(
                            neoplasm,
                            row,
                            new CausalityRoundRow
                            {
                                Patient = world.Patient,
                                NeoplasmCase = row.Id,
                                Number = 1,
                                Evidence = new string('0', 64),
                                Assessors = [One.Account!.Value, Guid.CreateVersion7()],
                                Names = [One.PrintedName, "Somebody Else"],
                                Opened = DateTimeOffset.UnixEpoch,
                            }
                        );
                    }

                    return Task.FromResult<Result<bool>>(true);
                },
                Cancellation
            )
        );
        return [.. cases];
    }
}
