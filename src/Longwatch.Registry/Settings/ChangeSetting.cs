using System.Text.RegularExpressions;
using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Settings;

/// <summary>Sets a value for the whole registry, with its source and a reason; each change is a version.</summary>
public sealed partial class ChangeSetting(RegistryStore store) : IUseCase
{
    /// <summary>What is to be recorded.</summary>
    /// <param name="Version">The version that the caller saw; 0: the setting is new.</param>
    public sealed record Command(string Name, int Version, string Value, string? Source, string Reason);

    /// <summary>Does it, as one act.</summary>
    /// <returns>The new version.</returns>
    public Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        return store.Write<int>(
            caller,
            new Act("setting.change", null, command.Reason),
            async (db, stop) =>
            {
                if (!caller.May(Permission.SettingsWrite))
                    return new Refusal("setting.forbidden", "Your account may not change settings.");
                if (!NameForm().IsMatch(command.Name))
                    return new Refusal("setting.name", "A name has lower-case words with points and hyphens between them.");
                if (command.Value.Length is 0 or > 400 || command.Source?.Length > 400)
                    return new Refusal("setting.value", "A value and a source have at most 400 characters.");
                if (Reasons.Wrong(command.Reason) is { } missing)
                    return missing;
                var row = await db.Set<SettingRow>().SingleOrDefaultAsync(s => s.Name == command.Name, stop);
                if ((row?.Version ?? 0) != command.Version)
                    return RegistryStore.Conflict;
                if (row is null)
                    db.Add(
                        new SettingRow
                        {
                            Name = command.Name,
                            Value = command.Value,
                            Source = command.Source,
                        }
                    );
                else
                    (row.Value, row.Source) = (command.Value, command.Source);
                return command.Version + 1;
            },
            cancellation
        );
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameForm();
}
