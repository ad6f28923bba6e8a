using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Causality;
using Longwatch.Registry.Store;
using static Longwatch.Registry.Tests.Cases.CaseWorld;

namespace Longwatch.Registry.Tests.Cases;

public sealed class AssessorDirectoryTests
{
    [Fact]
    public async Task Only_active_accounts_with_the_role_for_the_centre_can_be_named()
    {
        await using var world = await Make();
        var everywhere = await Account("Ada", AccountStatus.Active, Role.Assessor, null);
        var here = await Account("Ben", AccountStatus.Active, Role.Assessor, "A");
        await Account("Cid", AccountStatus.Active, Role.Assessor, "B");
        await Account("Dan", AccountStatus.Disabled, Role.Assessor, null);
        await Account("Eva", AccountStatus.Active, Role.Clinician, "A");
        await Account("Fay", AccountStatus.Active, Role.Assessor, null, withdrawn: true);

        var found = await new AssessorDirectory(world.Store).Of("A", Cancellation);

        Assert.Equal([new(everywhere, "Ada Q. Example"), new(here, "Ben Q. Example")], found);

        async Task<Guid> Account(string name, AccountStatus status, Role role, string? centre, bool withdrawn = false)
        {
            var account = new AccountRow
            {
                Email = $"{name}@example.org".ToLowerInvariant(),
                FirstName = name,
                MiddleName = "Q.",
                LastName = "Example",
                Organisation = "Example",
                Country = "DE",
                Status = status,
                WishedRoles = [],
                Requested = DateTimeOffset.UnixEpoch,
            };
            Ok(
                await world.Store.Write<bool>(
                    Caller.System,
                    new Act("test.account"),
                    async (db, stop) =>
                    {
                        db.Add(account);
                        await db.SaveChangesAsync(stop);
                        db.Add(
                            new GrantRow
                            {
                                Account = account.Id,
                                Role = role,
                                Centre = centre,
                                Withdrawn = withdrawn ? DateTimeOffset.UnixEpoch : null,
                            }
                        );
                        return true;
                    },
                    Cancellation
                )
            );
            return account.Id;
        }
    }
}
