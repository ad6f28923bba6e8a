using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Accounts.Sessions;

internal sealed class ApiTokenRow
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid Account { get; set; }
    public required string Name { get; set; }
    public required byte[] Token { get; set; }
    public DateTimeOffset Made { get; set; }
    public DateTimeOffset Ends { get; set; }
    public DateTimeOffset? LastUsed { get; set; }
    public DateTimeOffset? Revoked { get; set; }

    public override string ToString() => nameof(ApiTokenRow);

    private sealed class Mapping : IEntityTypeConfiguration<ApiTokenRow>
    {
        public void Configure(EntityTypeBuilder<ApiTokenRow> builder)
        {
            builder.ToTable("api_token", "access");
            builder.Property(t => t.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>One line of the list of a person's API tokens; the token itself is shown once, when it is made.</summary>
public sealed record ApiTokenLine(Guid Id, string Name, DateTimeOffset Made, DateTimeOffset Ends, DateTimeOffset? LastUsed);

/// <summary>Tokens with which a program calls the API for a person: with the person's present roles, until they end or are revoked.</summary>
public sealed class ApiTokens(
    RegistryStore store,
    AccountKeys keys,
    AccountSettings settings,
    IReauthentication reauthentication,
    TimeProvider time
) : IUseCase
{
    /// <summary>Beginning of every token, so that scanners for leaked secrets know one.</summary>
    public const string Prefix = "lw_";

    private const int LongestName = 100;

    private static readonly Refusal NotFound = new("api-token.not-found", "There is no such token, or it has ended.");

    /// <summary>Makes a token.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="proof">Password or current code.</param>
    /// <returns>The token, never to be had again.</returns>
    public async Task<Result<string>> Make(Caller caller, string name, int days, string proof, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var most = (await settings.Now(cancellation)).ApiTokenDays;
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName || name.Any(char.IsControl))
            return new Refusal("api-token.name", $"Say in at most {LongestName} characters what the token is for.");
        if (days < 1 || days > most)
            return new Refusal("api-token.days", $"A token lives from 1 to {most} days.");
        if (await reauthentication.Confirm(caller, proof, cancellation) is Result<Reauthentication>.Refused no)
            return no.Why;
        var token = Prefix + LiveSessions.NewToken();
        var now = time.GetUtcNow();
        return await store.Write<string>(
            caller,
            new Act("accounts.make-api-token"),
            (db, _) =>
            {
                db.Add(
                    new ApiTokenRow
                    {
                        Account = caller.Account!.Value,
                        Name = name.Trim(),
                        Token = keys.Hash("api", token),
                        Made = now,
                        Ends = now.AddDays(days),
                    }
                );
                return Task.FromResult<Result<string>>(token);
            },
            cancellation
        );
    }

    public Task<List<ApiTokenLine>> List(Caller caller, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return store.Read(
            (db, token) =>
                db.Set<ApiTokenRow>()
                    .Where(t => t.Account == caller.Account && t.Revoked == null && t.Ends > now)
                    .OrderBy(t => t.Made)
                    .Select(t => new ApiTokenLine(t.Id, t.Name, t.Made, t.Ends, t.LastUsed))
                    .ToListAsync(token),
            cancellation
        );
    }

    public Task<Result<bool>> Revoke(Caller caller, Guid token, CancellationToken cancellation) =>
        store.Write<bool>(
            caller,
            new Act("accounts.revoke-api-token"),
            async (db, c) =>
                await End(db.Set<ApiTokenRow>().Where(t => t.Id == token && t.Account == caller.Account), c) == 1 ? true : NotFound,
            cancellation
        );

    /// <summary>The person of a token that works; null: it does not.</summary>
    public async Task<Caller?> Find(string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token.Length > 100)
            return null;
        var hash = keys.Hash("api", token);
        var now = time.GetUtcNow();
        await using var command = store.Connections.App.CreateCommand(
            $"""
            with used as (
              update access.api_token set last_used = $2
              where token = $1 and revoked is null and ends > $2 and (last_used is null or last_used < $2 - interval '1 minute')
            )
            select {LiveSessions.AccountColumns}
            from access.api_token t join access.account a on a.id = t.account
            where t.token = $1 and t.revoked is null and t.ends > $2 and a.status = 'active' and not a.voided
            """
        );
        command.Parameters.Add(new() { Value = hash });
        command.Parameters.Add(new() { Value = now });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? LiveSessions.ReadCaller(reader, 0) : null;
    }

    internal Task<int> EndAll(RegistryDb db, Guid account, CancellationToken cancellation) =>
        End(db.Set<ApiTokenRow>().Where(t => t.Account == account), cancellation);

    private Task<int> End(IQueryable<ApiTokenRow> tokens, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return tokens.Where(t => t.Revoked == null).ExecuteUpdateAsync(s => s.SetProperty(t => t.Revoked, now), cancellation);
    }
}
