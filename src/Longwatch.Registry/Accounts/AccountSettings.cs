using System.Globalization;
using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.Accounts;

/// <summary>The limits of accounts as they stand in the settings; a change counts within seconds.</summary>
public sealed class AccountSettings(StoreConnections connections, TimeProvider time) : IUseCase
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private Values? last;

    /// <summary>A value that is missing or cannot be read is taken to be the first value of migration 0010.</summary>
    internal sealed record Values(DateTimeOffset Read, IReadOnlyDictionary<string, string> Text)
    {
        public TimeSpan Idle => TimeSpan.FromMinutes(Number("accounts.session.idle-minutes", 20, 1, 1440));
        public TimeSpan Absolute => TimeSpan.FromHours(Number("accounts.session.absolute-hours", 12, 1, 168));
        public TimeSpan SecondFactor => TimeSpan.FromMinutes(Number("accounts.second-factor.minutes", 10, 1, 60));
        public int LockoutFailures => Number("accounts.lockout.failures", 5, 1, 100);
        public TimeSpan Lockout => TimeSpan.FromMinutes(Number("accounts.lockout.minutes", 15, 1, 1440));
        public int SignInsPerAddress => Number("accounts.rate.sign-in-per-address", 30, 1, 100_000);
        public int LettersPerAddress => Number("accounts.rate.letters-per-address", 10, 1, 100_000);
        public int LettersPerRecipient => Number("accounts.rate.letters-per-recipient", 5, 1, 100_000);
        public TimeSpan Code => TimeSpan.FromMinutes(Number("accounts.code.minutes", 30, 1, 1440));
        public TimeSpan Activation => TimeSpan.FromDays(Number("accounts.activation.days", 7, 1, 60));
        public int PasswordLength => Number("accounts.password.minimum-length", 12, 8, 64);
        public int ApiTokenDays => Number("accounts.api-token.maximum-days", 365, 1, 3650);

        private int Number(string name, int first, int least, int most) =>
            Text.TryGetValue(name, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
                ? number
                : first;
    }

    internal async Task<Values> Now(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (last is { } known && now - known.Read < Fresh && now >= known.Read)
            return known;
        var text = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = connections.App.CreateCommand(
            "select name, value from registry.setting where name like 'accounts.%' and not voided"
        );
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            text.Add(reader.GetString(0), reader.GetString(1));
        return last = new(now, text);
    }
}
