using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>Enters a laboratory to which specimens can be sent.</summary>
public sealed class AddLaboratory(RegistryStore store) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="Code">Key in custody logs and orders; it never changes.</param>
    public sealed record Command(string Code, LaboratoryFacts Facts);

    public Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        if (!caller.May(Permission.CentresWrite))
            return Task.FromResult<Result<Guid>>(Visibility.NotFound);
        return store.Write<Guid>(
            caller,
            new Act("specimens.add-laboratory"),
            async (db, stop) =>
            {
                if (command.Code.Length is 0 or > 64 || !command.Code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                    return new Refusal("laboratory.code", "The code has 1 to 64 letters, digits, - and _.");
                if (await db.Set<CentreRow>().AnyAsync(c => c.Code == command.Code, stop))
                    return new Refusal("laboratory.code", "A centre has this code.");
                if (await command.Facts.Wrong(db, stop) is { } why)
                    return why;
                var row = new LaboratoryRow { Code = command.Code, Name = command.Facts.Name };
                command.Facts.Into(row);
                db.Add(row);
                return row.Id;
            },
            cancellation
        );
    }
}
