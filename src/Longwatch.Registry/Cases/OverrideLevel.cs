using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Causality;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Cases;

/// <summary>Places another level beside the one that the rule gives: by a named assessor, for a reason, signed.</summary>
public sealed class OverrideLevel(RegistryStore store, CaseGround ground, IReauthentication reauthentication) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="Evidence">Fingerprint of the evidence that the assessor saw.</param>
    /// <param name="Proof">Password or current code.</param>
    public sealed record Command(Guid Case, string Evidence, EvidenceLevel Level, string? Reason, string Proof)
    {
        /// <summary>Names no proof.</summary>
        public override string ToString() => nameof(OverrideLevel);
    }

    public async Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        var found = await store.Read(
            (db, stop) => CaseAccess.Find(db, caller, Permission.CausalityAssess, command.Case, stop),
            cancellation
        );
        if (found is null || caller.Account is not { } account)
            return Visibility.NotFound;
        var confirmed = await reauthentication.Confirm(caller, command.Proof, cancellation);
        if (confirmed is not Result<Reauthentication>.Ok { Value: var proof })
            return ((Result<Reauthentication>.Refused)confirmed).Why;
        return await store.Write<Guid>(
            caller,
            new Act("cases.override-level", found.Patient, command.Reason, ActKind.Sign),
            async (db, stop) =>
            {
                var records = await CaseRecords.Load(db, ground, found, stop);
                if (records.Evidence != command.Evidence)
                    return RegistryStore.Conflict;
                // Its reason would be read by assessors who have not signed yet.
                if ((await CausalityRecords.Load(db, found.Id, stop))?.Assessment.Know(records.Evidence).Current.State == RoundState.Open)
                    return new Refusal(
                        "level.round-open",
                        "Assessors are judging this case blindly. The level can be overridden when all have signed."
                    );
                var byRule = records.Placed.ByRule.Level;
                if (LevelOverride.Against(command.Level, byRule, command.Reason) is { } why)
                    return why;
                var reason = command.Reason!.Trim();
                foreach (
                    var earlier in await db.Set<LevelOverrideRow>().Where(o => o.NeoplasmCase == found.Id && !o.Voided).ToListAsync(stop)
                )
                    earlier.Voided = true;
                var row = new LevelOverrideRow
                {
                    Patient = found.Patient,
                    NeoplasmCase = found.Id,
                    Level = command.Level,
                    ByRule = byRule,
                    Reason = reason,
                    Evidence = command.Evidence,
                    Signer = account,
                    PrintedName = proof.PrintedName,
                    SignedAt = proof.At,
                    RecordVersion = 1,
                    ContentHash = LevelOverride.Content(command.Level, byRule, reason, command.Evidence).Hash(),
                    Means = proof.Means,
                };
                db.Add(row);
                return row.Id;
            },
            cancellation
        );
    }
}
