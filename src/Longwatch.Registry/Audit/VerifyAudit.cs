using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Audit;

/// <summary>Verifies the whole audit trail on behalf of an administrator: every hash is made again.</summary>
public sealed class VerifyAudit(RegistryStore store) : IUseCase
{
    public async Task<Result<AuditVerification>> Do(Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        // The chain is one for all centres.
        if (caller.Centres(Permission.AuditRead) is not null)
            return new Refusal("audit.forbidden", "The chain is one for all centres: an administrator of all verifies it.");
        await store.Note(caller, new Act("audit.verify", Kind: ActKind.Read), cancellation);
        return await AuditChain.Verify(store.Connections, null, cancellation);
    }
}
