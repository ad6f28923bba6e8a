using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Accounts.SecondFactor;

/// <summary>One code that stands in for the second factor once.</summary>
internal sealed class RecoveryCodeRow
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid Account { get; set; }
    public required byte[] Hash { get; set; }
    public DateTimeOffset Made { get; set; }
    public DateTimeOffset? Used { get; set; }

    public override string ToString() => nameof(RecoveryCodeRow);

    private sealed class Mapping : IEntityTypeConfiguration<RecoveryCodeRow>
    {
        public void Configure(EntityTypeBuilder<RecoveryCodeRow> builder)
        {
            builder.ToTable("recovery_code", "access");
            builder.Property(c => c.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>Makes the recovery codes of an account. They are shown once; earlier ones stop working.</summary>
public sealed class RenewRecoveryCodes(RegistryStore store, AccountKeys keys, TimeProvider time, IReauthentication reauthentication)
    : IUseCase
{
    private const int Codes = 10;

    /// <summary>New codes for the caller.</summary>
    /// <param name="proof">Password or current code.</param>
    public async Task<Result<IReadOnlyList<string>>> Do(Caller caller, string proof, CancellationToken cancellation)
    {
        var confirmed = await reauthentication.Confirm(caller, proof, cancellation);
        if (confirmed is Result<Reauthentication>.Refused no)
            return no.Why;
        return await store.Write<IReadOnlyList<string>>(
            caller,
            new Act("accounts.renew-recovery-codes"),
            async (db, token) => new Result<IReadOnlyList<string>>.Ok(await Renew(db, caller.Account!.Value, token)),
            cancellation
        );
    }

    internal async Task<IReadOnlyList<string>> Renew(RegistryDb db, Guid account, CancellationToken cancellation)
    {
        await db.Set<RecoveryCodeRow>().Where(c => c.Account == account).ExecuteDeleteAsync(cancellation);
        var codes = Enumerable.Range(0, Codes).Select(_ => OneTimeCodes.New()).ToArray();
        var now = time.GetUtcNow();
        db.AddRange(
            codes.Select(code => new RecoveryCodeRow
            {
                Account = account,
                Hash = keys.Hash("recovery", OneTimeCodes.Normal(code)),
                Made = now,
            })
        );
        return codes;
    }
}
