using Longwatch.Domain;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Signatures;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Causality;

/// <summary>Settles a difference between assessors; written and signed in one act by somebody who is none of them.</summary>
public sealed class Adjudicate(RegistryStore store, CaseGround ground, IReauthentication reauthentication, TimeProvider time) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="Evidence">Fingerprint of the evidence that the caller saw.</param>
    /// <param name="Proof">Password or current code.</param>
    public sealed record Command(Guid Case, string Evidence, JudgementInput Judgement, string Proof)
    {
        /// <summary>Names no proof.</summary>
        public override string ToString() => nameof(Adjudicate);
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
            || await work.Find(caller, Permission.CausalityAdjudicate, command.Case, cancellation) is not { } row
        )
            return Visibility.NotFound;
        var confirmed = await reauthentication.Confirm(caller, command.Proof, cancellation);
        if (confirmed is not Result<Reauthentication>.Ok { Value: var proof })
            return ((Result<Reauthentication>.Refused)confirmed).Why;
        return await work.Do(
            caller,
            row,
            new Act("causality.adjudicate", row.Patient, Kind: ActKind.Sign),
            given =>
            {
                if (given.Now.Current.Evidence != command.Evidence)
                    return RegistryStore.Conflict;
                var judged = work.Judge(given, command.Judgement);
                if (judged is not Result<Judgement>.Ok { Value: var judgement })
                    return ((Result<Judgement>.Refused)judged).Why;
                var signature = new Signature(
                    person,
                    proof.PrintedName,
                    proof.At,
                    SignatureMeaning.Adjudication,
                    1,
                    judgement.Content(command.Evidence).Hash()
                );
                return given.Now.Adjudicate(judgement, signature) switch
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
