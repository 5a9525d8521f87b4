// A function with a version and the alias `live`, as `deploys.py` has it. It takes the folder of its code from CODE.
import { App, DefaultStackSynthesizer, Duration, Stack } from 'aws-cdk-lib';
import { Alias, Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';

const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
const env = { account: process.env.CDK_ACCOUNT, region: process.env.AWS_REGION };
const stack = new Stack(new App(), 'Beside', { env, synthesizer });
const beside = new Function(stack, 'Function', {
  functionName: 'cdk-beside',
  runtime: Runtime.PYTHON_3_13,
  architecture: Architecture.ARM_64,
  handler: 'app.handler',
  code: Code.fromAsset(process.env.CODE),
  memorySize: 512,
  timeout: Duration.seconds(30),
});
new Alias(stack, 'Live', { aliasName: 'live', version: beside.currentVersion });
