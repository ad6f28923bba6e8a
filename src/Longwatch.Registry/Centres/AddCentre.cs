using System.Text.RegularExpressions;
using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Centres;

/// <summary>Adds a treatment centre. Its code is the key of every file and never changes.</summary>
public sealed partial class AddCentre(RegistryStore store) : IUseCase
{
    public sealed record Command(string Code, CentreFacts Facts);

    /// <summary>Does it, as one act.</summary>
    /// <returns>Id of the centre.</returns>
    public Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        return store.Write<Guid>(
            caller,
            new Act("centre.add"),
            async (db, stop) =>
            {
                if (!caller.May(Permission.CentresWrite))
                    return new Refusal("centre.forbidden", "Your account may not add centres.");
                if (!CodeForm().IsMatch(command.Code))
                    return new Refusal("centre.code", "A code has 1 to 32 letters, digits, hyphens or underscores.");
                if (command.Facts.Wrong() is { } why)
                    return why;
                if (await db.Set<CentreRow>().AnyAsync(c => c.Code == command.Code, stop))
                    return new Refusal("centre.code-taken", "There is a centre with this code already.");
                var row = new CentreRow
                {
                    Code = command.Code,
                    Name = command.Facts.Name,
                    TimeZone = command.Facts.TimeZone,
                };
                command.Facts.Into(row);
                db.Add(row);
                return row.Id;
            },
            cancellation
        );
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,32}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeForm();
}
