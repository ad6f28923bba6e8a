using Longwatch.Domain;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Signatures;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Causality;

/// <summary>Signs the caller's draft: the person proves again who is there, and the signature is bound to exactly what was shown.</summary>
public sealed class SignVerdict(RegistryStore store, CaseGround ground, IReauthentication reauthentication, TimeProvider time) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="Version">Of the draft that the caller saw.</param>
    /// <param name="Evidence">Fingerprint of the evidence that the caller saw.</param>
    /// <param name="Proof">Password or current code.</param>
    public sealed record Command(Guid Case, int Version, string Evidence, string Proof)
    {
        /// <summary>Names no proof.</summary>
        public override string ToString() => nameof(SignVerdict);
    }

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>Number of the round.</returns>
    public async Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        var work = new CausalityWork(store, ground, time);
        if (
            caller.Account is not { } person
            || await work.Find(caller, Permission.CausalityAssess, command.Case, cancellation) is not { } row
        )
            return Visibility.NotFound;
        var confirmed = await reauthentication.Confirm(caller, command.Proof, cancellation);
        if (confirmed is not Result<Reauthentication>.Ok { Value: var proof })
            return ((Result<Reauthentication>.Refused)confirmed).Why;
        return await work.Do(
            caller,
            row,
            new Act("causality.sign", row.Patient, Kind: ActKind.Sign),
            given =>
            {
                var (now, version) = (given.Now, given.Stored.VersionOf(given.Now.Current.Number, person, adjudication: false));
                if (now.Current.Evidence != command.Evidence || version != command.Version)
                    return RegistryStore.Conflict;
                if (now.Current.Of(person) is not { } draft)
                    return new Refusal("causality.nothing-to-sign", "There is no draft to sign.");
                // The level by rule may be another since the draft was kept; what is signed must be what is.
                if (draft.Judgement.Level != given.Records.Placed.ByRule.Level)
                    return new Refusal(
                        "causality.level-changed",
                        "The molecular level has changed since the draft was kept: look at it and keep it again."
                    );
                var signature = new Signature(
                    person,
                    proof.PrintedName,
                    proof.At,
                    SignatureMeaning.Assessment,
                    version,
                    draft.Judgement.Content(draft.Evidence).Hash()
                );
                return now.Sign(signature) switch
                {
                    Result<CausalityAssessment>.Ok ok => new CausalityWork.Outcome(ok.Value, proof.Means),
                    Result<CausalityAssessment>.Refused refused => refused.Why,
                    _ => throw new InvalidOperationException("A result is a value or a refusal."),
                };
            },
            cancellation
        );
    }
}
