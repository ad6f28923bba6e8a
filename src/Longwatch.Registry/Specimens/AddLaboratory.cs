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
    /// <param name="Centre">The centre whose laboratory it is; null: one for all.</param>
    public sealed record Command(string Code, string Name, string? Centre);

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
                if (command.Centre is { } centre && !await db.Set<CentreRow>().AnyAsync(c => c.Code == centre, stop))
                    return new Refusal("laboratory.centre", "There is no such centre.");
                if (string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > 200)
                    return new Refusal("laboratory.name", "The name has 1 to 200 characters.");
                var row = new LaboratoryRow
                {
                    Code = command.Code,
                    Name = command.Name.Trim(),
                    Centre = command.Centre,
                };
                db.Add(row);
                return row.Id;
            },
            cancellation
        );
    }
}
