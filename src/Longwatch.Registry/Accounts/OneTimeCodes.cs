using System.Security.Cryptography;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Accounts;

/// <summary>A code that works once and for a while; what waits for it.</summary>
internal sealed class OneTimeCodeRow
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public CodePurpose Purpose { get; set; }
    public Guid? Account { get; set; }
    public required byte[] Hash { get; set; }
    public string? Content { get; set; }
    public DateTimeOffset Made { get; set; }
    public DateTimeOffset Ends { get; set; }
    public DateTimeOffset? Used { get; set; }

    public override string ToString() => nameof(OneTimeCodeRow);

    private sealed class Mapping : IEntityTypeConfiguration<OneTimeCodeRow>
    {
        public void Configure(EntityTypeBuilder<OneTimeCodeRow> builder)
        {
            builder.ToTable("one_time_code", "access");
            builder.Property(c => c.Id).ValueGeneratedNever();
        }
    }
}

internal enum CodePurpose
{
    ConfirmEmail,
    FirstPassword,
    NewPassword,
    FirstAdministrator,
    Passkey,
}

/// <summary>Issues and takes one-time codes: 12 signs of the Crockford alphabet, 60 random bits, written in three groups.</summary>
/// <remarks>60 bits cannot be guessed in the life of a code, so the code alone finds its record.</remarks>
public sealed class OneTimeCodes(AccountKeys keys, TimeProvider time) : IUseCase
{
    /// <summary>Base 32 without I, L, O and U (D. Crockford): no two signs look alike.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Signs = 12;

    internal static string New()
    {
        var code = RandomNumberGenerator.GetString(Alphabet, Signs);
        return $"{code[..4]}-{code[4..8]}-{code[8..]}";
    }

    /// <summary>What a person typed, as it was issued: case, hyphens and spaces do not matter, nor do O for 0 and I or L for 1.</summary>
    internal static string Normal(string typed) =>
        new([
            .. typed
                .ToUpperInvariant()
                .Where(c => c is not ('-' or ' '))
                .Select(c =>
                    c switch
                    {
                        'O' => '0',
                        'I' or 'L' => '1',
                        _ => c,
                    }
                ),
        ]);

    /// <summary>Adds a code to <paramref name="db"/>; the code itself is kept nowhere.</summary>
    internal string Issue(RegistryDb db, CodePurpose purpose, Guid? account, TimeSpan lifetime, string? content = null)
    {
        var code = New();
        var now = time.GetUtcNow();
        db.Add(
            new OneTimeCodeRow
            {
                Purpose = purpose,
                Account = account,
                Hash = keys.Hash($"code/{purpose}", Normal(code)),
                Content = content,
                Made = now,
                Ends = now + lifetime,
            }
        );
        return code;
    }

    /// <summary>Finds the record of a code that still works, without using it up.</summary>
    internal Task<OneTimeCodeRow?> Find(RegistryDb db, CodePurpose purpose, string code, CancellationToken cancellation)
    {
        var hash = keys.Hash($"code/{purpose}", Normal(code));
        var now = time.GetUtcNow();
        return db.Set<OneTimeCodeRow>()
            .AsNoTracking()
            .SingleOrDefaultAsync(c => c.Hash == hash && c.Purpose == purpose && c.Used == null && c.Ends > now, cancellation);
    }

    /// <summary>Uses a code up; false when somebody else just did. Undone when the transaction of <paramref name="db"/> is.</summary>
    internal async Task<bool> Use(RegistryDb db, OneTimeCodeRow code, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return await db.Set<OneTimeCodeRow>()
                .Where(c => c.Id == code.Id && c.Used == null)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.Used, now).SetProperty(c => c.Content, (string?)null), cancellation) == 1;
    }

    /// <summary>Makes earlier codes of an account for the same purpose useless.</summary>
    internal Task Forget(RegistryDb db, CodePurpose purpose, Guid? account, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return db.Set<OneTimeCodeRow>()
            .Where(c => c.Purpose == purpose && c.Account == account && c.Used == null)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Used, now).SetProperty(c => c.Content, (string?)null), cancellation);
    }
}
